package io.github.kws4j.onnx;

import java.io.IOException;

/** Bytes that are no protobuf message. */
final class MalformedProtobufException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedProtobufException(String message) {
        super(message);
    }
}
