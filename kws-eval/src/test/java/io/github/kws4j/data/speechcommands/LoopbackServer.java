package io.github.kws4j.data.speechcommands;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server on loopback that misbehaves as set: each request gets the next answer, the last one over and over.
 */
final class LoopbackServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
    private final List<Answer> answers;
    private final CountDownLatch closed = new CountDownLatch(1);

    interface Answer {
        void send(Map<String, String> request, OutputStream out, CountDownLatch closed)
                throws IOException, InterruptedException;
    }

    LoopbackServer(Answer... answers) throws IOException {
        this.answers = List.of(answers);
        threads.submit(this::accept);
    }

    URI address(String file) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/data/" + file);
    }

    /** The headers of each request so far, in lower case. */
    List<Map<String, String>> requests() {
        return List.copyOf(requests);
    }

    private Void accept() throws IOException {
        while (true) {
            Socket connection = socket.accept();
            threads.submit(() -> serve(connection));
        }
    }

    private Void serve(Socket connection) throws IOException, InterruptedException {
        try (connection) {
            Map<String, String> request = read(connection);
            Answer answer;
            synchronized (requests) {
                answer = answers.get(Math.min(requests.size(), answers.size() - 1));
                requests.add(request);
            }
            answer.send(request, connection.getOutputStream(), closed);
            connection.getOutputStream().flush();
        }
        return null;
    }

    private static Map<String, String> read(Socket connection) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        var headers = new TreeMap<String, String>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
            }
        }
        return headers;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
        threads.shutdownNow();
    }

    /** Nothing but a status and headers. */
    static Answer status(int status, String... headers) {
        return (request, out, closed) -> head(out, status, 0, headers);
    }

    /** A well-behaved server's file, whose ETag is {@code tag}. */
    static Answer file(byte[] content, String tag) {
        return file(content, tag, Integer.MAX_VALUE, false);
    }

    /** As {@link #file(byte[], String)}, but the connection is closed after {@code bytes} of the body. */
    static Answer breakingAfter(int bytes, byte[] content, String tag) {
        return file(content, tag, bytes, false);
    }

    /** As {@link #file(byte[], String)}, but nothing comes after {@code bytes} of the body. */
    static Answer stallingAfter(int bytes, byte[] content, String tag) {
        return file(content, tag, bytes, true);
    }

    private static Answer file(byte[] content, String tag, int mostBytes, boolean stalls) {
        return (request, out, closed) -> {
            String range = request.getOrDefault("range", "");
            int from = 0;
            if (!range.isEmpty() && tag.equals(request.get("if-range"))) {
                from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            }
            if (from >= content.length) {
                head(out, 416, 0, "Content-Range: bytes */" + content.length);
                return;
            }
            var headers = new ArrayList<String>();
            headers.add("ETag: " + tag);
            if (from > 0) {
                headers.add("Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            head(out, from > 0 ? 206 : 200, content.length - from, headers.toArray(String[]::new));
            int to = (int) Math.min(content.length, (long) from + mostBytes);
            out.write(Arrays.copyOfRange(content, from, to));
            out.flush();
            if (stalls) {
                closed.await();
            }
        };
    }

    /** Status line and headers; a negative length is left out. */
    static void head(OutputStream out, int status, long length, String... headers) throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + status + " Answer\r\nConnection: close\r\n");
        if (length >= 0) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}
