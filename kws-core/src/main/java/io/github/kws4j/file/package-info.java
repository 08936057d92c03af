/** Files that are written whole or not at all. */
@NullMarked
package io.github.kws4j.file;

import org.jspecify.annotations.NullMarked;
