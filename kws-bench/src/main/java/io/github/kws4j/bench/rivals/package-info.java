/** Spots words in the same sound with kws4j and with its rivals: what it costs and how many are found. */
@NullMarked
package io.github.kws4j.bench.rivals;

import org.jspecify.annotations.NullMarked;
