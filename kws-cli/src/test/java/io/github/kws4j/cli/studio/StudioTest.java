package io.github.kws4j.cli.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudioTest {
    @TempDir
    private Path folder;

    private Studio studio;
    private URI root;
    private String token;

    @BeforeEach
    void open() throws IOException {
        studio = Studio.open(folder.resolve("kept"), 0);
        root = URI.create("http://" + studio.address().getAuthority());
        token = studio.address().getQuery().substring("token=".length());
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).header(Gate.TOKEN_HEADER, token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, byte[] body) throws Exception {
        return send(request(path).POST(BodyPublishers.ofByteArray(body)));
    }

    private static JsonObject json(HttpResponse<String> response) {
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    private static String error(HttpResponse<String> response) {
        return json(response).get("error").getAsString();
    }

    private static String encoded(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8);
    }

    private byte[] wav(double seconds) throws IOException {
        var samples = new float[(int) (16_000 * seconds)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.3 * Math.sin(0.2 * i));
        }
        Path file = folder.resolve("sound.wav");
        Audio.of(samples, 16_000).write(file);
        return Files.readAllBytes(file);
    }

    @Test
    void pageAndItsPartsComeWithTheTokenAlone() throws Exception {
        var page = send(HttpRequest.newBuilder(studio.address()));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("studio.js?token=" + token).doesNotContain("http://", "https://");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'");
        for (String part : List.of("studio.js", "words.js", "live.js", "microphone.js", "studio.css", "worklet.js")) {
            assertThat(send(HttpRequest.newBuilder(root.resolve("/" + part + "?token=" + token)))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(HttpRequest.newBuilder(root.resolve("/" + part))).statusCode())
                    .isEqualTo(401);
        }
        assertThat(send(HttpRequest.newBuilder(root.resolve("/api/state"))).statusCode())
                .isEqualTo(401);
        assertThat(send(HttpRequest.newBuilder(root.resolve("/?token=" + "0".repeat(32))))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void anotherOriginIsRefused() throws Exception {
        var foreign = send(request("/api/state").header("Origin", "http://evil.example"));

        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(error(foreign)).contains("http://evil.example");
        assertThat(send(request("/api/state").header("Origin", root.toString())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anotherNameOfThisMachineIsRefused() throws Exception {
        try (var socket = new Socket("127.0.0.1", root.getPort())) {
            socket.getOutputStream()
                    .write(("GET /?token=" + token + " HTTP/1.1\r\nHost: rebound.example:" + root.getPort()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 403")
                    .contains("rebound.example")
                    .doesNotContain("<html");
        }
    }

    @Test
    void bodyOfAGigabyteIsRefusedUnread() throws Exception {
        try (var socket = new Socket("127.0.0.1", root.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /api/recordings?word=a&token=" + token + " HTTP/1.1\r\nHost: 127.0.0.1:"
                                    + root.getPort() + "\r\nContent-Length: 1073741824\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] head = new byte[12];
            new java.io.DataInputStream(socket.getInputStream()).readFully(head);

            assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void noNameLeadsOutOfTheFolder() throws Exception {
        for (String word : List.of("../../x", "..", "a/b", "/etc", "a\\b", "%2e%2e")) {
            assertThat(post("/api/words?word=" + encoded(word), new byte[0]).statusCode())
                    .isEqualTo(200);
        }
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isDirectory).filter(f -> !f.equals(folder)))
                    .allMatch(f -> f.startsWith(folder.resolve("kept")));
        }
        assertThat(Files.list(folder.resolve("kept/words")).count()).isEqualTo(6);
        var recording = send(request("/api/recordings/sound?word=a&id=" + encoded("../../secret")));
        assertThat(recording.statusCode()).isEqualTo(404);
        var saved = post("/api/save?name=" + encoded("../out.onnx"), new byte[0]);
        assertThat(saved.statusCode()).isIn(400, 409);
    }

    @Test
    void recordingsAreKeptOnDiskTrimmedAndDeleted() throws Exception {
        post("/api/words?word=" + encoded("lights on"), new byte[0]);
        var added = post("/api/recordings?word=" + encoded("lights on"), wav(1.5));

        Path file = folder.resolve("kept/words/lights on/001.wav");
        assertThat(added.statusCode()).isEqualTo(200);
        assertThat(AudioDecoder.standard().decode(file).length()).isEqualTo(24_000);
        post("/api/recordings/trim?word=" + encoded("lights on") + "&id=001&from=0.5&to=1", new byte[0]);
        assertThat(AudioDecoder.standard().decode(file).length()).isEqualTo(8_000);
        var picture = HttpClient.newHttpClient()
                .send(
                        request("/api/recordings/spectrogram?word=" + encoded("lights on") + "&id=001")
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(picture.body()).startsWith(0x89, 'P', 'N', 'G');
        send(request("/api/recordings?word=" + encoded("lights on") + "&id=001").DELETE());
        assertThat(file).doesNotExist();
    }

    @Test
    void whatIsNoShortRecordingIsSaidAndNothingIsKept() throws Exception {
        post("/api/words?word=go", new byte[0]);

        var text = post("/api/recordings?word=go", "this is a letter".getBytes(StandardCharsets.UTF_8));
        var lecture = post("/api/recordings?word=go", wav(601));
        var nothing = post("/api/recordings?word=go", new byte[0]);

        assertThat(text.statusCode()).isEqualTo(400);
        assertThat(error(text)).startsWith("not a recording of at most 10 s: ");
        assertThat(lecture.statusCode()).isEqualTo(400);
        assertThat(nothing.statusCode()).isEqualTo(400);
        assertThat(folder.resolve("kept/words/go")).isEmptyDirectory();
        assertThat(error(post("/api/learn", new byte[0]))).contains("expected a word");
        assertThat(error(post("/api/live?model=mine", new byte[0]))).contains("learn your words first");
        assertThat(error(post("/api/models?name=a.onnx", new byte[10]))).startsWith("a.onnx: ");
    }

    private Path spoken(String text, String voice) throws Exception {
        return EspeakVoice.say(text, voice, folder.resolve("spoken.wav"));
    }

    @Test
    void wordsAreLearntDetectedLiveSavedAndLoaded() throws Exception {
        for (String word : List.of("computer", "good morning")) {
            post("/api/words?word=" + encoded(word), new byte[0]);
            for (String voice : List.of("en-us", "en-gb", "en-us+f2", "en-gb+m3", "en-us+m5")) {
                post("/api/recordings?word=" + encoded(word), Files.readAllBytes(spoken(word, voice)));
            }
        }

        var learnt = json(post("/api/learn", new byte[0]));
        assertThat(learnt.getAsJsonObject("report").getAsJsonArray("words")).hasSize(2);
        var live = json(post("/api/live?model=mine", new byte[0]));
        assertThat(live.getAsJsonArray("labels").toString()).contains("computer", "good morning");
        double threshold = live.get("threshold").getAsDouble();
        float[] sound = AudioDecoder.standard()
                .decode(spoken("computer", "en-us+f4"))
                .resample(16_000)
                .samples();
        var pcm = ByteBuffer.allocate(2 * (sound.length + 48_000)).order(ByteOrder.LITTLE_ENDIAN);
        pcm.position(2 * 16_000);
        for (float sample : sound) {
            pcm.putShort((short) Math.round(sample * 30_000));
        }
        var answer = json(post(
                "/api/live/sound?live=" + live.get("live").getAsString() + "&threshold=" + threshold, pcm.array()));
        assertThat(answer.getAsJsonArray("scores").size()).isPositive();
        assertThat(answer.getAsJsonArray("detections").toString()).contains("\"computer\"");

        var id = answer.getAsJsonArray("detections")
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsString();
        assertThat(post("/api/false-alarms?id=" + id, new byte[0]).statusCode()).isEqualTo(200);
        assertThat(folder.resolve("kept/false-alarms/001.wav")).isNotEmptyFile();

        var saved = json(post("/api/save?name=mine.onnx", new byte[0]));
        try (KeywordClassifier classifier =
                KeywordClassifier.load(Path.of(saved.get("file").getAsString()))) {
            assertThat(classifier.labels()).containsExactly("computer", "good morning", "_unknown_");
        }
    }
}
