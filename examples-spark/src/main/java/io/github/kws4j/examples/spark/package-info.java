/** Programs for {@code spark-submit}. */
@NullMarked
package io.github.kws4j.examples.spark;

import org.jspecify.annotations.NullMarked;
