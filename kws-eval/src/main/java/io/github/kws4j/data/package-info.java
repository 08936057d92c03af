/**
 * Labelled clips, data sets of them, and their splits into parts to train, validate and test on.
 *
 * <pre>{@code
 * Split split = AudioDataset.ofFolders(Path.of("recordings")).splitBySpeaker(10, 10);
 * }</pre>
 */
@NullMarked
package io.github.kws4j.data;

import org.jspecify.annotations.NullMarked;
