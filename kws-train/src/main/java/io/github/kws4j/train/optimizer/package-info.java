/** How weights follow their gradients, and how far at each step. */
@NullMarked
package io.github.kws4j.train.optimizer;

import org.jspecify.annotations.NullMarked;
