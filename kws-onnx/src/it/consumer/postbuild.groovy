// The model in the jar detects the word that the clip is a recording of.
def log = new File(basedir, 'build.log').text
def answer = log =~ /(?m)^yes (0\.\d+|1\.0)$/
assert answer.find()
assert (answer.group(1) as double) > 0.5

// No logger, no native library and no JDK says anything beside it.
assert !(log =~ /(?m)^(SLF4J|WARN|INFO|\w{3} \d+, \d{4})/).find()
