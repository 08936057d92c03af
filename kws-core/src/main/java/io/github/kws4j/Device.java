package io.github.kws4j;

/**
 * The processor that a network runs on.
 *
 * <p>{@code Device.cuda(0)} fails at load where CUDA is unavailable; {@code Device.cuda(0).orCpu()} then takes the
 * CPU, and the classifier reports the device and the reason.
 *
 * @param kind CPU or CUDA
 * @param index the GPU's number, 0 for the CPU
 * @param fallsBackToCpu whether the CPU is taken where {@code kind} is unavailable
 * @param tf32 whether matrix products on CUDA may round their factors to TensorFloat-32's 10 bits: faster in
 *     large batches, logits about 3e-3 off
 */
public record Device(Kind kind, int index, boolean fallsBackToCpu, boolean tf32) {
    /** What computes. */
    public enum Kind {
        /** The processor. */
        CPU,
        /** An NVIDIA GPU. */
        CUDA
    }

    /** @throws IllegalArgumentException if {@code index < 0} */
    public Device {
        if (index < 0) {
            throw new IllegalArgumentException("expected a device index of 0 or more but got " + index);
        }
    }

    /**
     * The processor.
     *
     * @return the default device
     */
    public static Device cpu() {
        return new Device(Kind.CPU, 0, false, false);
    }

    /**
     * An NVIDIA GPU, in full float precision.
     *
     * @param index the GPU's number, from 0
     * @return that GPU, with no fallback
     * @throws IllegalArgumentException if {@code index < 0}
     */
    public static Device cuda(int index) {
        return new Device(Kind.CUDA, index, false, false);
    }

    /**
     * This device, or the CPU where it is unavailable at load.
     *
     * @return a copy with the fallback
     */
    public Device orCpu() {
        return new Device(kind, index, true, tf32);
    }

    /**
     * This device with TensorFloat-32 allowed.
     *
     * @return a copy
     */
    public Device withTf32() {
        return new Device(kind, index, fallsBackToCpu, true);
    }

    /** {@code cpu} or {@code cuda:0}. */
    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}
