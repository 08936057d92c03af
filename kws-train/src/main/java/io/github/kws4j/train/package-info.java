/**
 * Trains keyword models on labelled folders of sound and writes them as self-describing ONNX files.
 *
 * <pre>{@code
 * Split split = AudioDataset.ofFolders(Path.of("recordings")).splitBySpeaker(10, 10);
 * TrainedModel model = KeywordTrainer.tutorial().seed(42).fit(split.train(), split.validation());
 * System.out.println(model.evaluate(split.test()));
 * model.export(Path.of("kws.onnx"));
 * }</pre>
 */
@NullMarked
package io.github.kws4j.train;

import org.jspecify.annotations.NullMarked;
