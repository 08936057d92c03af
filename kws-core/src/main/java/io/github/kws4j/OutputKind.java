package io.github.kws4j;

/** The kind of numbers that a network gives for its labels. */
public enum OutputKind {
    /**
     * Any numbers, to be taken through a softmax: the outputs of a last linear layer, or logarithms of probabilities.
     */
    LOGITS,
    /** Probabilities, 0 to 1, that add up to 1: a softmax is the network's last step; or a single one, a sigmoid's. */
    PROBABILITIES
}
