/**
 * Optimizers and learning rates: how weights follow their gradients, and how far at each step.
 *
 * <pre>{@code
 * KeywordTrainer trainer = KeywordTrainer.tutorial()
 *         .optimizer(Optimizer.adam())
 *         .learningRate(new LearningRate.Cosine(1e-3, 0.1));
 * }</pre>
 */
@NullMarked
package io.github.kws4j.train.optimizer;

import org.jspecify.annotations.NullMarked;
