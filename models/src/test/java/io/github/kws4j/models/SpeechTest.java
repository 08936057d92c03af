package io.github.kws4j.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechTest {
    private static final int RATE = 16_000;

    @TempDir
    private Path folder;

    private final Recordings recordings = new Recordings();

    @BeforeEach
    void oneUtteranceEach() throws IOException {
        recordings.base = folder.resolve("base");
        recordings.gathered = folder.resolve("gathered");
        recordings.spoken = folder.resolve("spoken");
        Path read = folder.resolve("base/extra_audio/read_speech");
        Files.createDirectories(read);
        Files.createFile(read.resolve("transcripts.tsv"));
        say(read, "train/19/1.wav", 1, "A TREE");
        say(set("dev-clean"), "1272/1.wav", 2, "A HOUSE");
    }

    private Path set(String name) throws IOException {
        Path set = Files.createDirectories(folder.resolve("gathered/speech").resolve(name));
        Files.createFile(set.resolve("transcripts.tsv"));
        return set;
    }

    private static void say(Path set, String utterance, int samples, String text) throws IOException {
        Path file = set.resolve(utterance);
        Files.createDirectories(file.resolveSibling(""));
        Audio.of(new float[samples], RATE).write(file);
        Path transcripts = set.resolve("transcripts.tsv");
        Files.writeString(transcripts, Files.readString(transcripts) + utterance + "\t" + text + "\n");
    }

    @Test
    void utterancesWithAKeywordOrAWordThatSoundsLikeOneAreLeftOut() throws IOException {
        Path set = set("an4");
        say(set, "ann/1.wav", 100, "GOING ONCE");
        say(set, "ann/2.wav", 200, "WE GO NOW");
        say(set, "bob/3.wav", 300, "WRITE IT");

        var speech = new Speech(recordings, PretrainedData.KEYWORDS);

        assertThat(speech.training()).extracting(Audio::length).containsExactlyInAnyOrder(1, 2, 100);
    }

    @Test
    void setsThatAreAbsentArePassedOver() throws IOException {
        say(set("speechocean762"), "0001/1.wav", 100, "A BEAR");

        assertThat(new Speech(recordings, PretrainedData.KEYWORDS).training())
                .extracting(Audio::length)
                .containsExactlyInAnyOrder(1, 2, 100);
    }
}
