/** Sound and spectrograms that are never the same twice: what a network is trained on beside recordings. */
@NullMarked
package io.github.kws4j.train.augment;

import org.jspecify.annotations.NullMarked;
