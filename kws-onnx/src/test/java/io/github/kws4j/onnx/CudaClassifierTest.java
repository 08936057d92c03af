package io.github.kws4j.onnx;

import io.github.kws4j.Device;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The same promises on a GPU. */
@Tag("cuda")
@EnabledIfSystemProperty(
        named = "kws.cuda",
        matches = "true",
        disabledReason = "no CUDA device is declared; with one: -Pcuda -Dkws.cuda=true")
class CudaClassifierTest extends ClassifierTest {
    @Override
    Device device() {
        return Device.cuda(0);
    }
}
