package io.github.kws4j.data.speechcommands;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * How far a download, a check or an unpacking is.
 *
 * @param stage what is being done
 * @param file the name of the archive
 * @param bytes bytes of the archive that are done, those of earlier attempts included
 * @param total bytes of the archive; empty where the server doesn't say
 * @param bytesPerSecond mean rate since this stage began, without the bytes of earlier attempts; 0 at its beginning
 */
public record TransferProgress(Stage stage, String file, long bytes, OptionalLong total, double bytesPerSecond) {
    /** What is done with an archive, in order. */
    public enum Stage {
        /** It is fetched. */
        DOWNLOAD("downloading"),
        /** Its SHA-256 is computed. */
        CHECK("checking"),
        /** It is unpacked. */
        UNPACK("unpacking");

        private final String verb;

        Stage(String verb) {
            this.verb = verb;
        }
    }

    /**
     * The share that is done.
     *
     * @return in [0, 1]; 0 where the total is not known
     */
    public double share() {
        long all = total.orElse(0);
        return all == 0 ? 0 : Math.min(1, (double) bytes / all);
    }

    /** One line, such as {@code downloading mini_speech_commands.zip: 12.3 of 182.1 MB, 4.5 MB/s}. */
    @Override
    public String toString() {
        String of = total.isPresent() ? String.format(Locale.ROOT, " of %.1f", total.getAsLong() / 1e6) : "";
        return String.format(
                Locale.ROOT, "%s %s: %.1f%s MB, %.1f MB/s", stage.verb, file, bytes / 1e6, of, bytesPerSecond / 1e6);
    }
}
