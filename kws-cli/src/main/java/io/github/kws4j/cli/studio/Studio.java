package io.github.kws4j.cli.studio;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.cli.JsonObject;
import io.github.kws4j.plot.Plots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;

/**
 * The server of the page: on this machine's loopback address alone, for who has the token in its {@link #address()}. It
 * serves the page and a dozen calls in JSON; recordings and models are kept in one folder. Safe to share between
 * threads.
 */
public final class Studio implements AutoCloseable {
    static final int RATE = 16_000;
    private static final int LARGEST_BODY = 32 << 20;
    private static final int THREADS = 4;
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'";
    private static final String PAGE = "studio.html";
    private static final Set<String> PARTS =
            Set.of("studio.css", "studio.js", "microphone.js", "words.js", "live.js", "worklet.js");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Gate gate;
    private final Lessons lessons;

    private Studio(HttpServer server, Lessons lessons) {
        this.server = server;
        this.lessons = lessons;
        gate = new Gate(server.getAddress().getPort());
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /**
     * Starts the server.
     *
     * @param folder where recordings and models are kept; made where it is absent
     * @param port 0 for one that is free
     * @return a server that answers
     * @throws IOException where the folder can't be made or the port is taken
     */
    public static Studio open(Path folder, int port) throws IOException {
        var lessons = new Lessons(new WordFolders(folder));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        var studio = new Studio(server, lessons);
        server.start();
        return studio;
    }

    /** The address to open in a browser of this machine; it holds the token. */
    public URI address() {
        return gate.address();
    }

    /** Where recordings and models are kept. */
    public Path folder() {
        return lessons.folders().root();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            try {
                Map<String, String> query = query(exchange.getRequestURI());
                gate.check(exchange.getRequestHeaders(), query.getOrDefault("token", ""));
                answer(exchange, query);
            } catch (StudioException e) {
                send(exchange, e.status(), "application/json", error(String.valueOf(e.getMessage())));
            } catch (IOException | RuntimeException e) {
                send(exchange, 500, "application/json", error(String.valueOf(e.getMessage())));
            }
        }
    }

    private static byte[] error(String message) {
        return new JsonObject().with("error", message).toString().getBytes(StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange, Map<String, String> query) throws IOException, StudioException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (method.equals("GET") && path.equals("/")) {
            sendFile(exchange, PAGE);
        } else if (method.equals("GET") && PARTS.contains(path.substring(1))) {
            sendFile(exchange, path.substring(1));
        } else if (method.equals("GET") && path.equals("/api/recordings/sound")) {
            send(exchange, 200, "audio/wav", Files.readAllBytes(recording(query)));
        } else if (method.equals("GET") && path.equals("/api/recordings/spectrogram")) {
            send(exchange, 200, "image/png", spectrogram(recording(query)));
        } else {
            JsonObject answer = call(method + " " + path, exchange, query);
            send(exchange, 200, "application/json", answer.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private JsonObject call(String call, HttpExchange exchange, Map<String, String> query)
            throws IOException, StudioException {
        WordFolders folders = lessons.folders();
        switch (call) {
            case "GET /api/state" -> {}
            case "POST /api/words" -> folders.add(value(query, "word"));
            case "DELETE /api/words" -> folders.remove(value(query, "word"));
            case "POST /api/recordings" ->
                folders.addRecording(value(query, "word"), WordFolders.decoded(body(exchange)));
            case "DELETE /api/recordings" -> Files.delete(recording(query));
            case "POST /api/recordings/trim" ->
                folders.trim(recording(query), number(query, "from"), number(query, "to"));
            case "POST /api/learn" -> lessons.learn();
            case "POST /api/false-alarms" -> lessons.falseAlarm(value(query, "id"));
            case "POST /api/models" -> {
                return lessons.listening().load(value(query, "name"), body(exchange));
            }
            case "POST /api/live" -> {
                return lessons.listening().open(value(query, "model"));
            }
            case "POST /api/live/sound" -> {
                return lessons.listening()
                        .accept(value(query, "live"), samples(body(exchange)), number(query, "threshold"));
            }
            case "DELETE /api/live" -> lessons.listening().stop(value(query, "live"));
            case "POST /api/save" -> {
                return lessons.save(value(query, "name"));
            }
            default -> throw new StudioException(404, "expected a call of the page but got " + call);
        }
        return lessons.state();
    }

    private Path recording(Map<String, String> query) throws StudioException {
        return lessons.folders().recording(value(query, "word"), value(query, "id"));
    }

    private static byte[] spectrogram(Path recording) throws IOException, StudioException {
        var audio = AudioDecoder.standard().decode(recording).resample(RATE);
        if (audio.length() < 255) {
            throw new StudioException(404, "expected a recording of 255 samples or more but got " + audio.length());
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(Plots.spectrogram(audio).withSize(340, 170).withScale(2).image(), "png", bytes);
        return bytes.toByteArray();
    }

    private static short[] samples(byte[] bytes) {
        var samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private static Map<String, String> query(URI address) throws StudioException {
        var values = new HashMap<String, String>();
        String text = address.getRawQuery();
        if (text != null) {
            for (String pair : text.split("&")) {
                int equals = pair.indexOf('=');
                try {
                    values.put(
                            URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8),
                            equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    throw new StudioException(400, "expected a query of the page but got '" + text + "'");
                }
            }
        }
        return values;
    }

    private static String value(Map<String, String> query, String name) throws StudioException {
        String value = query.get(name);
        if (value == null) {
            throw new StudioException(400, "expected " + name + " but found none");
        }
        return value;
    }

    private static double number(Map<String, String> query, String name) throws StudioException {
        try {
            return Double.parseDouble(value(query, name));
        } catch (NumberFormatException e) {
            throw new StudioException(400, "expected a number for " + name + " but got '" + value(query, name) + "'");
        }
    }

    /** The whole body, which must not be larger than 32 MiB; a larger one is not read. */
    private static byte[] body(HttpExchange exchange) throws IOException, StudioException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length != null && (length.length() > 9 || Long.parseLong(length) > LARGEST_BODY)) {
            throw new StudioException(413, "expected at most " + LARGEST_BODY + " bytes but got " + length);
        }
        try (InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                throw new StudioException(413, "expected at most " + LARGEST_BODY + " bytes but got more");
            }
            return body;
        }
    }

    private void sendFile(HttpExchange exchange, String name) throws IOException {
        try (InputStream in = Studio.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("expected " + name + " in the jar but found none");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("{{token}}", gate.token());
            String type = name.endsWith(".html") ? "text/html" : name.endsWith(".css") ? "text/css" : "text/javascript";
            send(exchange, 200, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(content);
        }
    }

    /** Stops answering and frees the models; recordings stay. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        lessons.close();
    }
}
