package io.github.kws4j.models;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the recordings are: the same options for each program. All sound is 16 kHz, mono, WAV. */
final class Recordings {
    @Option(
            names = "--base",
            required = true,
            paramLabel = "FOLDER",
            description = "folder of mini_speech_commands and extra_audio")
    Path base;

    @Option(
            names = "--gathered",
            required = true,
            paramLabel = "FOLDER",
            description = "folder of words, speech, noise and gathered.tsv")
    Path gathered;

    @Option(names = "--spoken", required = true, paramLabel = "FOLDER", description = "folder that speak.sh wrote")
    Path spoken;
}
