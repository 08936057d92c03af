package io.github.kws4j.spark;

/** A file that can't be classified; the message has the reason. */
final class BrokenFile extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenFile(Exception cause) {
        super(cause.getMessage(), cause);
    }

    /** What fails a query that is not to go on; begins with the file's name. */
    IllegalStateException failing(String name) {
        String message = String.valueOf(getMessage());
        return new IllegalStateException(message.startsWith(name) ? message : name + ": " + message, getCause());
    }
}
