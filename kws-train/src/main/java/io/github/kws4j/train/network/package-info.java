/**
 * Networks as lists of layers, their weights, and their form as ONNX nodes.
 *
 * <pre>{@code
 * List<Layer> small = List.of(
 *         Layer.conv(16, 3), new Layer.Relu(), new Layer.MaxPool(2), new Layer.Flatten(), new Layer.Dense(64));
 * KeywordTrainer trainer = KeywordTrainer.tutorial().network(small);
 * }</pre>
 */
@NullMarked
package io.github.kws4j.train.network;

import org.jspecify.annotations.NullMarked;
