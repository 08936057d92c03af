package io.github.kws4j.data.speechcommands;

import static io.github.kws4j.data.speechcommands.LoopbackServer.breakingAfter;
import static io.github.kws4j.data.speechcommands.LoopbackServer.file;
import static io.github.kws4j.data.speechcommands.LoopbackServer.stallingAfter;
import static io.github.kws4j.data.speechcommands.LoopbackServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechCommandsTest {
    private static final String TAG = "\"a\"";

    @TempDir
    Path scratch;

    private Path directory() {
        return scratch.resolve("data");
    }

    private Path folder() {
        return directory().resolve("mini_speech_commands");
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private List<String> leftInDirectory() throws IOException {
        try (var files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void setIsFetchedOnceAndRead() throws Exception {
        byte[] zip = Archives.mini(scratch);
        try (var server = new LoopbackServer(file(zip, TAG))) {
            var data = SpeechCommands.mini(directory())
                    .from(server.address("mini.zip"), sha256(zip))
                    .load();
            var again = SpeechCommands.mini(directory())
                    .from(server.address("mini.zip"))
                    .load();

            assertThat(data.labels()).isEqualTo(Archives.MINI_WORDS);
            assertThat(data.size()).isEqualTo(16);
            assertThat(data.clips().get(0).name()).isEqualTo("down/a.wav");
            assertThat(data.clips().get(1).audio().samples()).containsExactly(2 / 32768f, 0.5f, -1f);
            assertThat(again.size()).isEqualTo(16);
            assertThat(server.requests()).hasSize(1);
        }
        assertThat(leftInDirectory())
                .containsExactly(".mini_speech_commands.zip.lock", "mini_speech_commands", "mini_speech_commands.zip");
    }

    @Test
    void archiveThatIsThereIsNotFetched() throws Exception {
        Files.createDirectories(directory());
        byte[] zip = Archives.mini(scratch);
        Files.write(directory().resolve("mini_speech_commands.zip"), zip);
        try (var server = new LoopbackServer(status(404))) {
            SpeechCommands.mini(directory())
                    .from(server.address("mini.zip"), sha256(zip))
                    .fetch();

            assertThat(server.requests()).isEmpty();
        }
        assertThat(folder().resolve("yes/a.wav")).exists();
    }

    @Test
    void archiveThatIsThereMustBeTheOriginalToo() throws Exception {
        Files.createDirectories(directory());
        byte[] zip = Archives.mini(scratch);
        Path archive = directory().resolve("mini_speech_commands.zip");
        Files.write(archive, zip);

        assertThatThrownBy(() -> SpeechCommands.mini(directory()).fetch())
                .isInstanceOf(IOException.class)
                .hasMessage(archive + ": expected an archive with SHA-256 "
                        + "49650f2341b26d886b46b3f4fb8fed59e30300b17550f1ee4a768b3106cf93a0 but got " + sha256(zip));
        assertThat(archive).exists();
        assertThat(folder()).doesNotExist();
    }

    @Test
    void wrongArchiveIsDroppedAndFetchedAnew() throws Exception {
        byte[] zip = Archives.mini(scratch);
        byte[] wrong = Archives.zip(Map.of("other/a.wav", new byte[5]));
        try (var server = new LoopbackServer(file(wrong, TAG), file(zip, TAG))) {
            URI address = server.address("mini.zip");
            var set = SpeechCommands.mini(directory()).from(address, sha256(zip));

            assertThatThrownBy(set::fetch)
                    .hasMessage(address + ": expected an archive with SHA-256 " + sha256(zip) + " but got "
                            + sha256(wrong));
            assertThat(leftInDirectory()).containsExactly(".mini_speech_commands.zip.lock");
            assertThat(set.fetch()).isEqualTo(folder());
            assertThat(server.requests()).hasSize(2).noneMatch(request -> request.containsKey("range"));
        }
    }

    @Test
    void setWithoutAWordIsNoSet() throws Exception {
        byte[] zip = Archives.zip(Map.of("mini_speech_commands/yes/a.wav", Archives.wav(scratch, 1)));
        try (var server = new LoopbackServer(file(zip, TAG))) {
            assertThatThrownBy(() -> SpeechCommands.mini(directory())
                            .from(server.address("mini.zip"))
                            .fetch())
                    .hasMessage(directory().resolve("mini_speech_commands.zip")
                            + ": expected clips of 'down' but found none; delete the archive to fetch it again");
        }
        assertThat(leftInDirectory()).containsExactly(".mini_speech_commands.zip.lock", "mini_speech_commands.zip");
    }

    @Test
    void folderThatIsThereMustBeWhole() throws Exception {
        Files.createDirectories(folder().resolve("yes"));

        assertThatThrownBy(() -> SpeechCommands.mini(directory()).fetch())
                .hasMessage(
                        folder() + ": expected clips of 'down' but found none; delete the folder to fetch it again");
    }

    @Test
    void v2ComesAsTarGzWithItsListsAndNoise() throws Exception {
        var files = new HashMap<String, byte[]>();
        for (String word : SpeechCommands.V2_WORDS) {
            files.put("./" + word + "/a.wav", Archives.wav(scratch, 1));
        }
        files.put("./_background_noise_/hum.wav", Archives.wav(scratch, 2));
        files.put("./testing_list.txt", "yes/a.wav\n".getBytes());
        files.put("./validation_list.txt", "no/a.wav\n".getBytes());
        try (var server = new LoopbackServer(file(Archives.tarGz(files), TAG))) {
            var set = SpeechCommands.v2(directory()).from(server.address("v2.tar.gz"));

            assertThat(set.load().labels()).isEqualTo(SpeechCommands.V2_WORDS).hasSize(35);
            var split = SpeechCommands.officialSplit(set.fetch());
            assertThat(split.train().size()).isEqualTo(33);
            assertThat(split.validation().clips().get(0).name()).isEqualTo("no/a.wav");
            assertThat(split.test().clips().get(0).name()).isEqualTo("yes/a.wav");
            assertThat(split.test().labels()).isEqualTo(split.train().labels());
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void interruptKeepsWhatCameForTheNextCall() throws Exception {
        byte[] zip = Archives.mini(scratch);
        try (var server = new LoopbackServer(stallingAfter(500, zip, TAG), file(zip, TAG))) {
            var set = SpeechCommands.mini(directory()).from(server.address("mini.zip"));
            Thread reader = Thread.currentThread();
            Path part = directory().resolve(".mini_speech_commands.zip.part");
            var interrupter = new Thread(() -> {
                while (part.toFile().length() < 500) {
                    Thread.onSpinWait();
                }
                reader.interrupt();
            });
            interrupter.start();

            assertThatThrownBy(set::fetch)
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("interrupted while fetching mini_speech_commands; what was fetched is kept");
            assertThat(Thread.interrupted()).isTrue();
            set.fetch();

            assertThat(server.requests().get(1)).containsEntry("range", "bytes=500-");
        }
    }

    @Test
    void interruptWhileUnpackingLeavesNoFolder() throws Exception {
        byte[] zip = Archives.mini(scratch);
        try (var server = new LoopbackServer(file(zip, TAG))) {
            var set = SpeechCommands.mini(directory())
                    .from(server.address("mini.zip"))
                    .onProgress(progress -> {
                        if (progress.stage() == TransferProgress.Stage.UNPACK) {
                            Thread.currentThread().interrupt();
                        }
                    });

            assertThatThrownBy(set::fetch).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(leftInDirectory()).containsExactly(".mini_speech_commands.zip.lock", "mini_speech_commands.zip");
            set.onProgress(progress -> {}).fetch();

            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void remainsOfAKilledProcessDoNotHarm() throws Exception {
        Path beside = directory().resolve(".mini_speech_commands.zip.unpacking");
        Files.createDirectories(beside.resolve("mini_speech_commands/yes"));
        Files.writeString(beside.resolve("mini_speech_commands/yes/half.wav"), "half");
        try (var server = new LoopbackServer(file(Archives.mini(scratch), TAG))) {
            SpeechCommands.mini(directory()).from(server.address("mini.zip")).fetch();
        }
        assertThat(beside).doesNotExist();
        assertThat(folder().resolve("yes/half.wav")).doesNotExist();
    }

    @Test
    void threadsFetchTogetherOnce() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try (var server = new LoopbackServer(file(Archives.mini(scratch), TAG))) {
            var fetched = new ArrayList<Future<Path>>();
            for (int i = 0; i < 4; i++) {
                fetched.add(threads.submit(() -> SpeechCommands.mini(directory())
                        .from(server.address("mini.zip"))
                        .fetch()));
            }
            for (var future : fetched) {
                assertThat(future.get()).isEqualTo(folder());
            }
            assertThat(server.requests()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    /** What {@link #processesFetchTogetherOnce} runs twice. */
    static final class FetchMini {
        public static void main(String[] arguments) throws IOException {
            SpeechCommands.mini(Path.of(arguments[0]))
                    .from(URI.create(arguments[1]))
                    .fetch();
        }
    }

    @Test
    void processesFetchTogetherOnce() throws Exception {
        byte[] zip = Archives.mini(scratch);
        try (var server = new LoopbackServer(breakingAfter(700, zip, TAG), file(zip, TAG))) {
            var command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    FetchMini.class.getName(),
                    directory().toString(),
                    server.address("mini.zip").toString());
            var first = new ProcessBuilder(command).inheritIO().start();
            var second = new ProcessBuilder(command).inheritIO().start();

            assertThat(first.waitFor()).isZero();
            assertThat(second.waitFor()).isZero();
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().get(1)).containsEntry("range", "bytes=700-");
        }
        assertThat(folder().resolve("yes/a.wav")).exists();
    }

    @Test
    void stagesAreReportedInOrder() throws Exception {
        byte[] zip = Archives.mini(scratch);
        var reports = new ArrayList<TransferProgress>();
        try (var server = new LoopbackServer(file(zip, TAG))) {
            SpeechCommands.mini(directory())
                    .from(server.address("mini.zip"), sha256(zip))
                    .onProgress(reports::add)
                    .fetch();
        }
        assertThat(reports.stream().map(TransferProgress::stage).distinct())
                .containsExactly(
                        TransferProgress.Stage.DOWNLOAD, TransferProgress.Stage.CHECK, TransferProgress.Stage.UNPACK);
    }

    @Test
    void badAddressAndDigestAreRefused() {
        var set = SpeechCommands.mini(directory());

        assertThatThrownBy(() -> set.from(URI.create("file:/etc/passwd")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected an http or https address but got file:/etc/passwd");
        assertThatThrownBy(() -> set.from(URI.create("mini.zip")))
                .hasMessage("expected an http or https address but got mini.zip");
        assertThatThrownBy(() -> set.from(SpeechCommands.MINI_ADDRESS, "abc"))
                .hasMessage("expected 64 hexadecimal digits but got 'abc'");
    }
}
