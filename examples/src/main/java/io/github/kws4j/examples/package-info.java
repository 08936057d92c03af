/** Programs to copy from: one task each. */
@NullMarked
package io.github.kws4j.examples;

import org.jspecify.annotations.NullMarked;
