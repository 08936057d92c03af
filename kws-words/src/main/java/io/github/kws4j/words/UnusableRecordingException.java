package io.github.kws4j.words;

/** A recording that nothing can be learnt from. Caught within the package, where the recording's name is known. */
final class UnusableRecordingException extends Exception {
    private static final long serialVersionUID = 1;

    private final Enrollment.Fault fault;

    UnusableRecordingException(Enrollment.Fault fault) {
        super(fault.toString());
        this.fault = fault;
    }

    Enrollment.Fault fault() {
        return fault;
    }
}
