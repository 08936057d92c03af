// Logits 1.5 and 0 at temperature 2: probability 1 / (1 + exp(-0.75)).
def heard = new File(basedir, 'build.log').text =~ /(?m)^a (0\.\d+)$/
assert heard.find()
assert Math.abs((heard.group(1) as double) - 0.6791787) < 1e-6
