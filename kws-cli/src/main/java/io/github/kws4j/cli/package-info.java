/** The command line, and what its programs share: options, progress and a level meter. */
@NullMarked
package io.github.kws4j.cli;

import org.jspecify.annotations.NullMarked;
