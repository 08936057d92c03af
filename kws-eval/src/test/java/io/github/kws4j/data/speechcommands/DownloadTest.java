package io.github.kws4j.data.speechcommands;

import static io.github.kws4j.data.speechcommands.LoopbackServer.breakingAfter;
import static io.github.kws4j.data.speechcommands.LoopbackServer.file;
import static io.github.kws4j.data.speechcommands.LoopbackServer.head;
import static io.github.kws4j.data.speechcommands.LoopbackServer.stallingAfter;
import static io.github.kws4j.data.speechcommands.LoopbackServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.data.speechcommands.LoopbackServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
    private static final byte[] CONTENT = random(300_000, 1);
    private static final int ATTEMPTS = 4;
    private static final RetryPolicy HASTY =
            new RetryPolicy(ATTEMPTS, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(300));
    private static final RetryPolicy PATIENT =
            new RetryPolicy(ATTEMPTS, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(30));

    @TempDir
    Path folder;

    private static byte[] random(int size, long seed) {
        var bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private Path part() {
        return folder.resolve("set.part");
    }

    private Download download(URI address, RetryPolicy retries) {
        return new Download(address, OptionalLong.empty(), part(), retries, progress -> {});
    }

    /** Fetches from a server with these answers and returns the requests' Range headers, "" where there was none. */
    private List<String> rangesOf(RetryPolicy retries, Answer... answers) throws IOException, InterruptedException {
        try (var server = new LoopbackServer(answers)) {
            download(server.address("set.zip"), retries).run();
            return server.requests().stream()
                    .map(request -> request.getOrDefault("range", ""))
                    .toList();
        }
    }

    private void assertFetched(byte[] expected) throws IOException {
        assertThat(part()).hasBinaryContent(expected);
        assertThat(folder).isDirectoryContaining(path -> path.equals(part()));
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(part());
        }
    }

    @Test
    void wholeFileIsFetchedInOneRequest() throws Exception {
        assertThat(rangesOf(PATIENT, file(CONTENT, "\"a\""))).containsExactly("");
        assertFetched(CONTENT);
    }

    @Test
    void brokenTransferGoesOnWhereItStopped() throws Exception {
        assertThat(rangesOf(
                        PATIENT,
                        breakingAfter(100_000, CONTENT, "\"a\""),
                        breakingAfter(150_000, CONTENT, "\"a\""),
                        file(CONTENT, "\"a\"")))
                .containsExactly("", "bytes=100000-", "bytes=250000-");
        assertFetched(CONTENT);
    }

    @Test
    void nextProcessGoesOnWhereTheLastStopped() throws Exception {
        assertThatThrownBy(() -> rangesOf(PATIENT, breakingAfter(40_000, CONTENT, "\"a\""), status(404)))
                .hasMessageContaining("404");
        assertThat(part()).hasSize(40_000);
        try (var server = new LoopbackServer(file(CONTENT, "\"a\""))) {
            Files.writeString(folder.resolve("set.part.validator"), server.address("set.zip") + "\n\"a\"");

            download(server.address("set.zip"), PATIENT).run();

            assertThat(server.requests()).hasSize(1);
            assertThat(server.requests().get(0)).containsEntry("range", "bytes=40000-");
        }
        assertFetched(CONTENT);
    }

    @Test
    void bytesFromAnotherAddressAreNotContinued() throws Exception {
        Files.write(part(), new byte[1000]);
        Files.writeString(folder.resolve("set.part.validator"), "http://127.0.0.1:1/other.zip\n\"a\"");

        assertThat(rangesOf(PATIENT, file(CONTENT, "\"a\""))).containsExactly("");
        assertFetched(CONTENT);
    }

    @Test
    void fileThatChangedIsFetchedAnew() throws Exception {
        byte[] changed = random(200_000, 2);

        assertThat(rangesOf(PATIENT, breakingAfter(100_000, CONTENT, "\"a\""), file(changed, "\"b\"")))
                .containsExactly("", "bytes=100000-");
        assertFetched(changed);
    }

    @Test
    void withoutStrongValidatorItStartsOver() throws Exception {
        assertThat(rangesOf(PATIENT, breakingAfter(100_000, CONTENT, "W/\"a\""), file(CONTENT, "W/\"a\"")))
                .containsExactly("", "");
        assertFetched(CONTENT);
    }

    @Test
    void dateServesAsValidator() throws Exception {
        Answer dated = (request, out, closed) -> {
            head(out, 200, CONTENT.length, "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT");
            out.write(CONTENT, 0, 1000);
        };
        Answer rest = (request, out, closed) -> {
            assertThat(request).containsEntry("if-range", "Thu, 01 Jan 2026 00:00:00 GMT");
            head(out, 206, CONTENT.length - 1000, "Content-Range: bytes 1000-299999/300000");
            out.write(CONTENT, 1000, CONTENT.length - 1000);
        };

        assertThat(rangesOf(PATIENT, dated, rest)).containsExactly("", "bytes=1000-");
        assertFetched(CONTENT);
    }

    @Test
    void rangeThatBeginsElsewhereIsFetchedAnew() throws Exception {
        Answer elsewhere = (request, out, closed) -> {
            head(out, 206, 10, "Content-Range: bytes 0-9/300000", "ETag: \"a\"");
            out.write(CONTENT, 0, 10);
        };

        assertThat(rangesOf(PATIENT, breakingAfter(7, CONTENT, "\"a\""), elsewhere, file(CONTENT, "\"a\"")))
                .containsExactly("", "bytes=7-", "");
        assertFetched(CONTENT);
    }

    @Test
    void stalledServerIsAskedAgain() throws Exception {
        assertThat(rangesOf(HASTY, stallingAfter(100_000, CONTENT, "\"a\""), file(CONTENT, "\"a\"")))
                .containsExactly("", "bytes=100000-");
        assertFetched(CONTENT);
    }

    @Test
    void serverThatNeverAnswersIsGivenUp() throws Exception {
        Answer silent = (request, out, closed) -> closed.await();

        assertThatThrownBy(() -> rangesOf(HASTY, silent))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("gave up on http://127.0.0.1:")
                .hasMessageContaining("after 4 attempts: no answer");
    }

    @Test
    void chunkedBodyNeedsNoLength() throws Exception {
        Answer chunked = (request, out, closed) -> {
            head(out, 200, -1, "Transfer-Encoding: chunked");
            out.write("5\r\nhello\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        };

        rangesOf(PATIENT, chunked);

        assertFetched("hello".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void lengthAnnouncedTooLongIsSetRightByTheRangeError() throws Exception {
        Answer lying = (request, out, closed) -> {
            head(out, 200, CONTENT.length + 100, "ETag: \"a\"");
            out.write(CONTENT);
        };

        assertThat(rangesOf(PATIENT, lying, file(CONTENT, "\"a\""))).containsExactly("", "bytes=300000-");
        assertFetched(CONTENT);
    }

    @Test
    void rangeErrorForAnotherLengthStartsOver() throws Exception {
        byte[] shorter = random(50_000, 3);

        assertThat(rangesOf(
                        PATIENT,
                        breakingAfter(100_000, CONTENT, "\"a\""),
                        status(416, "Content-Range: bytes */50000"),
                        file(shorter, "\"b\"")))
                .containsExactly("", "bytes=100000-", "");
        assertFetched(shorter);
    }

    @Test
    void announcedLengthMustBeTheKnownOne() throws Exception {
        try (var server = new LoopbackServer(file(CONTENT, "\"a\""))) {
            var download =
                    new Download(server.address("x.zip"), OptionalLong.of(300_001), part(), PATIENT, progress -> {});

            assertThatThrownBy(download::run)
                    .hasMessage(
                            "expected 300001 bytes at " + server.address("x.zip") + " but the server announces 300000");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void moreThanTheKnownLengthIsNotWritten() throws Exception {
        Answer endless = (request, out, closed) -> {
            head(out, 200, -1);
            while (closed.getCount() > 0) {
                out.write(CONTENT);
            }
        };
        try (var server = new LoopbackServer(endless)) {
            var download =
                    new Download(server.address("x.zip"), OptionalLong.of(1_000_000), part(), PATIENT, progress -> {});

            assertThatThrownBy(download::run)
                    .hasMessage("expected at most 1000000 bytes from " + server.address("x.zip") + " but got more");
        }
        assertThat(part()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410})
    void refusalIsFinal(int status) throws Exception {
        try (var server = new LoopbackServer(status(status))) {
            assertThatThrownBy(
                            () -> download(server.address("set.zip"), PATIENT).run())
                    .isInstanceOf(IOException.class)
                    .hasMessage("expected status 200 from " + server.address("set.zip") + " but got " + status);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void busyServerIsAskedAgain() throws Exception {
        assertThat(rangesOf(
                        PATIENT,
                        status(503, "Retry-After: 0"),
                        status(429, "Retry-After: Thu, 01 Jan 2026 00:00:00 GMT"),
                        file(CONTENT, "\"a\"")))
                .hasSize(3);
        assertFetched(CONTENT);
    }

    @Test
    void serverThatStaysBusyIsGivenUp() throws Exception {
        try (var server = new LoopbackServer(status(503))) {
            assertThatThrownBy(
                            () -> download(server.address("set.zip"), PATIENT).run())
                    .hasMessage("gave up on " + server.address("set.zip")
                            + " after 4 attempts: expected status 200 but got 503");
            assertThat(server.requests()).hasSize(ATTEMPTS);
        }
    }

    @Test
    void attemptsCountAnewAfterAGain() throws Exception {
        byte[] large = random(3 << 20, 4);
        int mebibyte = 1 << 20;

        assertThat(rangesOf(
                        PATIENT,
                        status(503),
                        status(503),
                        status(503),
                        breakingAfter(mebibyte, large, "\"a\""),
                        status(503),
                        status(503),
                        breakingAfter(mebibyte, large, "\"a\""),
                        file(large, "\"a\"")))
                .hasSize(8);
        assertFetched(large);
    }

    @Test
    void interruptEndsAStallAndKeepsWhatCame() throws Exception {
        try (var server = new LoopbackServer(stallingAfter(100_000, CONTENT, "\"a\""))) {
            Thread reader = Thread.currentThread();
            CompletableFuture<Void> interrupter = CompletableFuture.runAsync(() -> {
                while (!(Files.exists(part()) && part().toFile().length() == 100_000)) {
                    Thread.onSpinWait();
                }
                reader.interrupt();
            });
            var download = new Download(server.address("x.zip"), OptionalLong.empty(), part(), PATIENT, progress -> {});

            assertThatThrownBy(download::run).isInstanceOf(InterruptedException.class);
            interrupter.join();
        }
        assertThat(part()).hasSize(100_000);
        assertThat(folder.resolve("set.part.validator")).exists();
    }

    @Test
    void progressCountsWhatWasThereBefore() throws Exception {
        var reports = new ArrayList<TransferProgress>();
        try (var server = new LoopbackServer(breakingAfter(100_000, CONTENT, "\"a\""), file(CONTENT, "\"a\""))) {
            new Download(server.address("x.zip"), OptionalLong.empty(), part(), PATIENT, reports::add).run();
        }

        assertThat(reports).allSatisfy(report -> {
            assertThat(report.file()).isEqualTo("x.zip");
            assertThat(report.stage()).isEqualTo(TransferProgress.Stage.DOWNLOAD);
            assertThat(report.total()).hasValue(300_000);
        });
        assertThat(reports.get(0).bytes()).isZero();
        assertThat(reports).anySatisfy(report -> assertThat(report.bytes()).isEqualTo(100_000));
        assertThat(reports.get(reports.size() - 1).share()).isEqualTo(1);
    }
}
