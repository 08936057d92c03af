package io.github.kws4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Each command of {@code docs/CLI.md} does what the page says, in the page's order; those of README and the help pages
 * are among them.
 */
class DocumentedCommandsTest {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final String ABSENT_DEVICE = "no such device";

    @TempDir
    private Path folder;

    /** The lines of the page's shell blocks that run {@code kws}. */
    private static List<String> commands(String page) throws IOException {
        return BLOCK.matcher(Files.readString(KwsJar.ROOT.resolve(page)))
                .results()
                .flatMap(block -> block.group(1).lines())
                .filter(line -> line.contains("./kws "))
                .toList();
    }

    @Test
    void everyDocumentedCommandRuns() throws Exception {
        var kws = new KwsJar(folder);
        HttpServer server = serveClips();
        try {
            for (String command : commands("docs/CLI.md")) {
                if (!command.startsWith("./kws train ") && !command.startsWith("./kws studio ")) {
                    run(
                            kws,
                            command.replace("./kws ", "kws "),
                            server.getAddress().getPort());
                }
            }
        } finally {
            server.stop(0);
        }
        assertThat(folder.resolve("recordings/yes/yes-001.wav")).exists();
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        assertThat(folder.resolve("data/mini_speech_commands/yes")).isDirectory();
    }

    /** What needs a microphone gets one that no machine has; what needs the network is served here. */
    private static void run(KwsJar kws, String command, int port) throws Exception {
        boolean listens = command.matches("kws listen( --.*)?")
                || command.startsWith("kws record") && !command.contains("--from");
        if (listens && !command.contains("--help")) {
            kws.shell(command.replaceFirst(" --device .*", "") + " --device '" + ABSENT_DEVICE + "'")
                    .failsWith(1, ABSENT_DEVICE);
        } else if (command.equals("kws devices")) {
            assertThat(kws.shell(command).err()).as(command).matches("(kws: this machine has no microphone.*\\R)?");
        } else {
            String from = command.startsWith("kws data") ? " --from http://localhost:" + port + "/mini.zip" : "";
            KwsJar.Result result = kws.shell(command + from);
            assertThat(result.status()).as(command + "\n" + result.err()).isZero();
            assertThat(result.out()).as(command).isNotEmpty();
        }
    }

    /** A data set of one clip a word. */
    private static HttpServer serveClips() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (String word : List.of("down", "go", "left", "no", "right", "stop", "up", "yes")) {
                zip.putNextEntry(new ZipEntry("mini_speech_commands/" + word + "/0_nohash_0.wav"));
                Files.copy(KwsJar.ROOT.resolve("examples/clips/" + word + ".wav"), zip);
            }
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/mini.zip", exchange -> {
            exchange.sendResponseHeaders(200, bytes.size());
            exchange.getResponseBody().write(bytes.toByteArray());
            exchange.close();
        });
        server.start();
        return server;
    }

    /** The page runs until it is stopped. */
    @Test
    void documentedStudioPrintsAnAddressThatAnswers() throws Exception {
        String command = commands("docs/CLI.md").stream()
                .filter(line -> line.startsWith("./kws studio "))
                .findFirst()
                .orElseThrow();
        Process studio = new KwsJar(folder).start(command.replace("./kws ", "").split(" "));
        try {
            Path out = folder.resolve("out.txt");
            for (int i = 0; i < 600 && !Files.readString(out).contains("Ctrl-C"); i++) {
                Thread.sleep(100);
            }
            String address =
                    Files.readString(out).lines().findFirst().orElseThrow().replace("Open ", "");
            var page = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(page.body()).contains("<title>kws studio</title>");
            assertThat(folder.resolve("my-words/words")).isDirectory();
        } finally {
            studio.destroy();
            studio.waitFor();
        }
    }

    @Test
    void readmeNamesNoOtherCommands() throws IOException {
        assertThat(commands("README.md")).isNotEmpty().isSubsetOf(commands("docs/CLI.md"));
    }

    @Test
    void everyCommandHasAnExampleInItsHelpWithOptionsThatItHas() {
        CommandLine kws = Kws.commandLine();
        assertThat(kws.getSubcommands()).hasSizeGreaterThan(8).allSatisfy((name, command) -> {
            List<String> examples = Stream.of(
                            command.getCommandSpec().usageMessage().footer())
                    .filter(line -> line.startsWith("  "))
                    .map(line -> line.replaceFirst(".*(kws|kws-with-training.jar) ", "")
                            .replace(")", ""))
                    .toList();
            assertThat(examples)
                    .as(name)
                    .isNotEmpty()
                    .allSatisfy(example -> assertThat(Kws.commandLine()
                                    .parseArgs(example.split(" "))
                                    .subcommand()
                                    .commandSpec()
                                    .name())
                            .isEqualTo(name));
        });
    }

    @Test
    void everyCommandIsDocumented() throws IOException {
        String documented = commands("docs/CLI.md").stream().collect(Collectors.joining("\n"));

        assertThat(Kws.commandLine().getSubcommands().keySet())
                .allSatisfy(name -> assertThat(documented).contains("./kws " + name));
    }

    @Test
    void scriptOfTheCheckoutRunsTheJar() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/bin/sh")), "no shell");
        Path out = folder.resolve("out");

        Process script = new ProcessBuilder(KwsJar.ROOT.resolve("kws").toString(), "classify", "examples/clips/yes.wav")
                .directory(KwsJar.ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();

        assertThat(script.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(out).content().startsWith("examples/clips/yes.wav  yes 0.9");
        assertThat(script.exitValue()).isZero();
    }
}
