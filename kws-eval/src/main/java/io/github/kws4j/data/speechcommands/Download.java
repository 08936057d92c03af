package io.github.kws4j.data.speechcommands;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches one file over HTTP and goes on where an earlier attempt, of this process or another, broke off (RFC 9110,
 * sections 13 and 14). Beside the bytes it keeps the server's validator for them: without one, or where the server has
 * another file by now, it starts over.
 */
final class Download {
    private static final Set<Integer> WORTH_ANOTHER_ATTEMPT = Set.of(408, 429, 500, 502, 503, 504);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(?:(\\d+)|\\*)");
    private static final long GAIN = 1 << 20;
    private static final long LARGEST = 16L << 30;

    private final HttpClient client;
    private final URI address;
    private final OptionalLong size;
    private final Path part;
    private final Path validatorFile;
    private final RetryPolicy retries;
    private final TransferMeter meter;

    /**
     * @param address where the file is
     * @param size its size, where it is known beforehand
     * @param part where its bytes go
     */
    Download(URI address, OptionalLong size, Path part, RetryPolicy retries, Consumer<TransferProgress> listener) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(retries.stall())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        this.address = address;
        this.size = size;
        this.part = part;
        this.validatorFile = part.resolveSibling(part.getFileName() + ".validator");
        this.retries = retries;
        this.meter = new TransferMeter(TransferProgress.Stage.DOWNLOAD, lastName(address), listener);
    }

    private static String lastName(URI address) {
        String path = address.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Fetches the whole file; where this fails or is interrupted, what has come stays. */
    void run() throws IOException, InterruptedException {
        int failed = 0;
        while (true) {
            long before = kept();
            try {
                attempt();
                meter.end();
                Files.deleteIfExists(validatorFile);
                return;
            } catch (BrokenTransferException e) {
                failed = kept() - before >= GAIN ? 1 : failed + 1;
                if (failed >= retries.attempts()) {
                    throw new IOException(
                            "gave up on " + address + " after " + failed + " attempts: " + e.getMessage(), e);
                }
                Thread.sleep(retries.pause(failed, e.retryAfter()).toMillis());
            }
        }
    }

    /** Drops what was kept. */
    void forget() throws IOException {
        Files.deleteIfExists(validatorFile);
        Files.deleteIfExists(part);
    }

    private void attempt() throws IOException, InterruptedException {
        Optional<String> validator = validator();
        long have = validator.isPresent() ? kept() : 0;
        var request = HttpRequest.newBuilder(address).timeout(retries.stall());
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-").header("If-Range", validator.orElseThrow());
        }
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(request.build());
        try (var body = new TimedBody(response.body(), retries.stall())) {
            receive(response.statusCode(), response.headers(), body, have);
        }
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(HttpRequest request)
            throws BrokenTransferException, InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofPublisher());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new BrokenTransferException("no answer: " + reason, e);
        }
    }

    private void receive(int status, HttpHeaders headers, TimedBody body, long have)
            throws IOException, InterruptedException {
        Matcher range =
                CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        OptionalLong rangeTotal = range.matches() && range.group(2) != null
                ? OptionalLong.of(Long.parseLong(range.group(2)))
                : OptionalLong.empty();
        if (status == 200) {
            remember(headers);
            save(body, 0, headers.firstValueAsLong("Content-Length"));
        } else if (status == 206
                && have > 0
                && range.matches()
                && Long.toString(have).equals(range.group(1))) {
            save(body, have, rangeTotal);
        } else if (status == 416 && rangeTotal.equals(OptionalLong.of(have))) {
            meter.begin(have, rangeTotal);
        } else if (status == 206 || status == 416) {
            forget();
            throw new BrokenTransferException("expected bytes from " + have + " on but got status " + status
                    + " with range '" + range.replaceAll("$0") + "'");
        } else if (WORTH_ANOTHER_ATTEMPT.contains(status)) {
            throw new BrokenTransferException("expected status 200 but got " + status, retryAfter(headers));
        } else {
            throw new IOException("expected status 200 from " + address + " but got " + status);
        }
    }

    private static Duration retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ZERO);
    }

    private void save(TimedBody body, long from, OptionalLong announced) throws IOException, InterruptedException {
        if (size.isPresent() && announced.isPresent() && !size.equals(announced)) {
            throw new IOException("expected " + size.getAsLong() + " bytes at " + address + " but the server announces "
                    + announced.getAsLong());
        }
        OptionalLong total = announced.isPresent() ? announced : size;
        meter.begin(from, total);
        long have = append(body, from, total.orElse(LARGEST));
        if (have < total.orElse(0)) {
            throw new BrokenTransferException("expected " + total.getAsLong() + " bytes but got " + have);
        }
    }

    /** Writes the body from byte {@code from} on and returns the size of the file. */
    private long append(TimedBody body, long from, long limit) throws IOException, InterruptedException {
        try (var out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(from);
            out.position(from);
            Optional<List<ByteBuffer>> piece;
            while ((piece = body.next()).isPresent()) {
                for (ByteBuffer bytes : piece.get()) {
                    meter.add(bytes.remaining());
                    if (out.position() + bytes.remaining() > limit) {
                        forget();
                        throw new IOException("expected at most " + limit + " bytes from " + address + " but got more");
                    }
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                }
            }
            return out.position();
        }
    }

    private long kept() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /** Keeps what distinguishes this version of the file from another: a strong ETag, else the date. */
    private void remember(HttpHeaders headers) throws IOException {
        forget();
        Optional<String> validator = headers.firstValue("ETag")
                .filter(tag -> !tag.startsWith("W/"))
                .or(() -> headers.firstValue("Last-Modified"));
        if (validator.isPresent()) {
            Files.writeString(validatorFile, address + "\n" + validator.get());
        }
    }

    private Optional<String> validator() throws IOException {
        if (!Files.exists(validatorFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(validatorFile);
        boolean whole = lines.size() == 2 && lines.get(0).equals(address.toString());
        return whole ? Optional.of(lines.get(1)) : Optional.empty();
    }
}
