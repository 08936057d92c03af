/** Measures kws4j beside its rivals with JMH. */
@NullMarked
package io.github.kws4j.bench;

import org.jspecify.annotations.NullMarked;
