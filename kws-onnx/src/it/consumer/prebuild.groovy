// Puts the first program of README.md into a class, and beside it the clip that it names.
def root = new File(basedir, '../../../../')
def program = (new File(root, 'README.md').text =~ /(?s)```java\n(.*?)```/)[0][1]
def source = new File(basedir, 'src/main/java/Readme.java')
source.parentFile.mkdirs()
source.text = """import io.github.kws4j.*;
import java.nio.file.Path;

class Readme {
    public static void main(String[] args) throws Exception {
${program}    }
}
"""
new File(basedir, 'yes.wav').bytes = new File(root, 'examples/clips/yes.wav').bytes
// What an earlier build left under the same version.
new File(basedir, '../../it-repository/io/github/kws4j').deleteDir()
return true
