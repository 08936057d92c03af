package io.github.kws4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workers with an executor process each. */
class LocalClusterTest {
    private static final Path HOME = Path.of(System.getenv("SPARK_HOME"));

    private SparkSession spark;

    @TempDir
    static Path folder;

    /** Workers start executors with {@code -cp $SPARK_HOME/jars/*}, so the test's own jars are linked into it. */
    @BeforeAll
    static void linkJars() throws IOException {
        Path jars = Files.createDirectories(HOME.resolve("jars"));
        for (Path entry : classPath()) {
            Path link = jars.resolve(entry.getFileName());
            if (Files.isRegularFile(entry)) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, entry);
            }
        }
    }

    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    private void start(Map<String, Object> options) {
        String classes = classPath().stream()
                .filter(Files::isDirectory)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        spark = SparkSession.builder()
                .master("local-cluster[2,1,1024]")
                .config("spark.ui.enabled", false)
                .config("spark.executor.memory", "512m")
                .config("spark.executor.extraClassPath", classes)
                .config(options)
                .getOrCreate();
    }

    @AfterEach
    void stop() {
        spark.stop();
    }

    @Test
    void killedExecutorLosesNoRowAndDoublesNone(@TempDir Path clips) throws IOException {
        start(Map.of());
        if (!Clips.unpackRecordings(clips)) {
            copySpoken(clips, 40);
        }
        Set<Long> executors = executors();
        assertThat(executors).hasSize(2).doesNotContain(ProcessHandle.current().pid());
        var killing = new Killing(executors.iterator().next());
        spark.sparkContext().addSparkListener(killing);
        Dataset<Row> files = Clips.read(spark, clips).repartition(24);
        Clips.assertClassifiedAsPlain(KeywordSpotting.pretrained(spark).classify(files), clips);
        assertThat(killing.killed).isTrue();
        assertThat(executors()).doesNotContain(killing.pid);
    }

    /** Ends an executor once some of the job's tasks are done. */
    private static final class Killing extends SparkListener {
        private final long pid;
        private int tasks;
        private volatile boolean killed;

        Killing(long pid) {
            this.pid = pid;
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            tasks++;
            if (tasks == 4) {
                killed = ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            }
        }
    }

    /** The processes that tasks run in now. */
    private Set<Long> executors() {
        var parts = IntStream.range(0, 16).boxed().toList();
        return new HashSet<>(JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(parts, 16)
                .map(part -> {
                    Thread.sleep(100);
                    return ProcessHandle.current().pid();
                })
                .collect());
    }

    private static void copySpoken(Path folder, int times) throws IOException {
        for (Path clip : Clips.in(Clips.SPOKEN)) {
            for (int i = 0; i < times; i++) {
                Files.copy(clip, folder.resolve(i + "-" + clip.getFileName()));
            }
        }
    }

    @Test
    void taskRunsOnTheGpuThatSparkGaveItAndSaysWhereItCannot() throws IOException {
        Path discovery = folder.resolve("gpus.sh");
        Files.writeString(discovery, "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"61\"]}'\n");
        assertThat(discovery.toFile().setExecutable(true)).isTrue();
        start(Map.of(
                "spark.worker.resource.gpu.amount", 1,
                "spark.worker.resource.gpu.discoveryScript", discovery.toString(),
                "spark.executor.resource.gpu.amount", 1,
                "spark.task.resource.gpu.amount", 1,
                "spark.task.maxFailures", 1));
        var rows = KeywordSpotting.pretrained(spark).classify(Clips.read(spark, Clips.SPOKEN));
        assertThatThrownBy(rows::collectAsList)
                .hasStackTraceContaining("expected to run on cuda:61 but CUDA is unavailable");
    }
}
