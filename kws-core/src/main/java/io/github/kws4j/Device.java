package io.github.kws4j;

/** Where a network runs. */
public record Device(Kind kind, int index, boolean fallsBackToCpu) {
    public enum Kind {
        CPU,
        CUDA
    }

    public static Device cpu() {
        return new Device(Kind.CPU, 0, false);
    }

    public static Device cuda(int index) {
        return new Device(Kind.CUDA, index, false);
    }

    /** This device, or the CPU where it can't be had. */
    public Device orCpu() {
        return new Device(kind, index, true);
    }
}
