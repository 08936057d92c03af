/**
 * What needs {@code javax.sound.sampled}: the machine's microphones and loudspeaker, and the decoders that its
 * providers bring. A program that has this module on its class path needs to name nothing of it:
 *
 * <pre>{@code
 * Audio song = AudioDecoder.standard().decode(Path.of("song.mp3")); // with an MP3 provider
 * song.play();
 * try (var microphone = Microphone.open(16_000)) {
 *     System.out.println(microphone.iterator().next().length + " samples");
 * }
 * }</pre>
 */
@NullMarked
package io.github.kws4j.javasound;

import org.jspecify.annotations.NullMarked;
