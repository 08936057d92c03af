/**
 * Makes the speech embedding in the jar of {@code kws-words}: distils it from a teacher, on disturbed speech; and the
 * word embedding, trained on its vectors.
 */
@NullMarked
package io.github.kws4j.models.embedding;

import org.jspecify.annotations.NullMarked;
