/** Runs keyword models with ONNX Runtime. */
@NullMarked
package io.github.kws4j.onnx;

import org.jspecify.annotations.NullMarked;
