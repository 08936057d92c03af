package io.github.kws4j.train;

import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;

/** What a network is measured on after each epoch. */
interface Validation {
    /** The number of clips. */
    int clips();

    /** What distinguishes these clips from others, in one line. */
    String identity();

    /** Measures a network as it is now. */
    Epoch.Figures measure(TensorFlowNetwork network);
}
