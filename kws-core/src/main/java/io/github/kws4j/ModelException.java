package io.github.kws4j;

/** A model that can't be used as asked, or an inference that failed. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure of the model itself.
     *
     * @param message the file, what was expected and what was found
     */
    public ModelException(String message) {
        super(message);
    }

    /**
     * A failure that the backend reported.
     *
     * @param message the file, what was expected and what was found
     * @param cause what the backend threw
     */
    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
