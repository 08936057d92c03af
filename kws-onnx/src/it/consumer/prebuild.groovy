// Puts the first program of README.md into a class, and beside it the model and the clip that it names: a model whose
// answer can be worked out by hand, and a clip that fills its window.
import io.github.kws4j.onnx.TinyModel
import java.nio.ByteBuffer
import java.nio.ByteOrder
import javax.sound.sampled.*

def program = (new File(basedir, '../../../../README.md').text =~ /(?s)```java\n(.*?)```/)[0][1]
def source = new File(basedir, 'src/main/java/Readme.java')
source.parentFile.mkdirs()
source.text = """import io.github.kws4j.*;
import java.nio.file.Path;

class Readme {
    public static void main(String[] args) throws Exception {
${program}    }
}
"""

new File(basedir, 'kws.onnx').bytes = TinyModel.model()

def half = (short) 16384
def samples = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putShort(half).putShort(half).array()
def format = new AudioFormat(8, 16, 1, true, false)
AudioSystem.write(
    new AudioInputStream(new ByteArrayInputStream(samples), format, 4), AudioFileFormat.Type.WAVE, new File(basedir, 'yes.wav'))
return true
