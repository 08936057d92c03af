package io.github.kws4j.audio;

import java.io.InputStream;
import java.util.OptionalLong;

/**
 * Sound as bytes: what a {@link SoundReader} or {@link SoundDevices} gives.
 *
 * @param bytes the samples, whole frames one after the other; closed by who takes it
 * @param format how they lie
 * @param frames how many there are, where that is known; fewer are a damaged file
 */
public record RawSound(InputStream bytes, SampleFormat format, OptionalLong frames) {}
