/** Networks as lists of layers, their weights, and their form as ONNX nodes. */
@NullMarked
package io.github.kws4j.train.network;

import org.jspecify.annotations.NullMarked;
