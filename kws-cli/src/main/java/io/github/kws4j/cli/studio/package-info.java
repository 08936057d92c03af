/** The page of {@code kws studio}: a server for one's own browser that records, learns and tries words. */
@NullMarked
package io.github.kws4j.cli.studio;

import org.jspecify.annotations.NullMarked;
