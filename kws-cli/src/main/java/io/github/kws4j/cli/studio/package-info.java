/**
 * The page of {@code kws studio}: a server for a browser on the same machine, where words are recorded, learnt and
 * tried.
 */
@NullMarked
package io.github.kws4j.cli.studio;

import org.jspecify.annotations.NullMarked;
