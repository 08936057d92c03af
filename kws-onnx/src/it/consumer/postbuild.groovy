// The model in the jar hears the word that the clip is a recording of.
def heard = new File(basedir, 'build.log').text =~ /(?m)^yes (0\.\d+|1\.0)$/
assert heard.find()
assert (heard.group(1) as double) > 0.5
