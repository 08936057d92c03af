/** Programs that make the models in the jars, and measure them. */
@NullMarked
package io.github.kws4j.models;

import org.jspecify.annotations.NullMarked;
