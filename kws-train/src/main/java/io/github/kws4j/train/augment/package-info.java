/**
 * Draws changed clips and spectrograms, never the same twice, for a network to be trained on.
 *
 * <pre>{@code
 * Split split = AudioDataset.ofFolders(Path.of("recordings")).splitBySpeaker(10, 10);
 * ClipSource noise = ClipSource.clips(AudioDataset.ofFolders(Path.of("noise")));
 * List<LabelledSource> sources = new ArrayList<>();
 * for (String word : split.train().labels()) {
 *     ClipSource clips = ClipSource.clips(split.train().where(clip -> clip.word().equals(word)));
 *     sources.add(new LabelledSource(word, 1, clips.warped(0.1, 0.1, 1600).noisy(noise, 0, 35)));
 * }
 * KeywordTrainer.compact().fit(sources, split.validation()).export(Path.of("kws.onnx"));
 * }</pre>
 */
@NullMarked
package io.github.kws4j.train.augment;

import org.jspecify.annotations.NullMarked;
