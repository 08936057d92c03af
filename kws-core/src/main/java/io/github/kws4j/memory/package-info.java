/** Memory that is used again. */
@NullMarked
package io.github.kws4j.memory;

import org.jspecify.annotations.NullMarked;
