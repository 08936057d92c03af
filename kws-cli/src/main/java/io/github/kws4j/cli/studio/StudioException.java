package io.github.kws4j.cli.studio;

/** A request that can't be answered, with the HTTP status to say so. */
final class StudioException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    StudioException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
