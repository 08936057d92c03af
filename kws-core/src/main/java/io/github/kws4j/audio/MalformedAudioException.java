package io.github.kws4j.audio;

import java.io.IOException;

/** Readable bytes that are not the sound they claim to be. */
public final class MalformedAudioException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedAudioException(String message) {
        super(message);
    }
}
