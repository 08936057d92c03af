/** Networks in TensorFlow: the arithmetic of training. */
@NullMarked
package io.github.kws4j.train.tensorflow;

import org.jspecify.annotations.NullMarked;
