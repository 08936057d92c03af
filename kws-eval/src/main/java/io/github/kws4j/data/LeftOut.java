package io.github.kws4j.data;

/**
 * A file among the clips of a data set that is not a clip.
 *
 * @param name its path below the data set's folder, parts separated by {@code /}
 * @param reason why it is left out
 */
public record LeftOut(String name, String reason) {
    @Override
    public String toString() {
        return name + ": " + reason;
    }
}
