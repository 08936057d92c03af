/** Makes the speech embedding in the jar of {@code kws-words}: distils it from a teacher, on disturbed speech. */
@NullMarked
package io.github.kws4j.models.embedding;

import org.jspecify.annotations.NullMarked;
