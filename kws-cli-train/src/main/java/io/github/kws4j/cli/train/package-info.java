/** The command that trains models, on TensorFlow. */
@NullMarked
package io.github.kws4j.cli.train;

import org.jspecify.annotations.NullMarked;
