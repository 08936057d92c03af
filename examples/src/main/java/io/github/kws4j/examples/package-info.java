/** One runnable program per task. */
@NullMarked
package io.github.kws4j.examples;

import org.jspecify.annotations.NullMarked;
