/** Trains keyword models on labelled folders of sound and writes them as self-describing ONNX files. */
@NullMarked
package io.github.kws4j.train;

import org.jspecify.annotations.NullMarked;
