/**
 * Fetches the Speech Commands recordings (P. Warden 2018, arXiv 1804.03209, CC BY 4.0) and reads them in the divisions
 * that figures are published for.
 *
 * <pre>{@code
 * AudioDataset tutorial = SpeechCommands.mini(Path.of("data")).onProgress(System.out::println).load();
 * Split twelve = SpeechCommands.twelveWords(SpeechCommands.v2(Path.of("data")).fetch(), 10, 10, 59185);
 * }</pre>
 */
@NullMarked
package io.github.kws4j.data.speechcommands;

import org.jspecify.annotations.NullMarked;
