package io.github.kws4j.spark;

import io.github.kws4j.Device;
import io.github.kws4j.KeywordClassifier;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A model that executors get once. A JVM opens it at the first use, once for each device, and keeps it: tasks come and
 * go, and an executor's end frees what it holds.
 */
final class SharedModel implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ConcurrentHashMap<Opened, KeywordClassifier> CLASSIFIERS = new ConcurrentHashMap<>();

    private final Broadcast<byte[]> content;
    private final String hash;

    private record Opened(String hash, Device device) {}

    private SharedModel(Broadcast<byte[]> content, String hash) {
        this.content = content;
        this.hash = hash;
    }

    static SharedModel broadcast(SparkSession spark, byte[] model) {
        var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return new SharedModel(context.broadcast(model), hash(model));
    }

    private static String hash(byte[] model) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The classifier of this JVM on the running task's device. */
    KeywordClassifier classifier() {
        return CLASSIFIERS.computeIfAbsent(
                new Opened(hash, device()),
                opened -> KeywordClassifier.builder().device(opened.device()).load(content.value()));
    }

    /** The first GPU that Spark gave the running task, else the CPU. */
    private static Device device() {
        var task = TaskContext.get();
        var gpu = task == null ? null : task.resourcesJMap().get("gpu");
        return gpu == null ? Device.cpu() : gpu(gpu.addresses()[0]);
    }

    /** The GPU at an address as a discovery script gives it. */
    static Device gpu(String address) {
        if (!address.matches("\\d{1,9}")) {
            throw new IllegalStateException("expected spark.executor.resource.gpu to have numbers for addresses, as"
                    + " nvidia-smi --query-gpu=index prints them, but got " + address);
        }
        return Device.cuda(Integer.parseInt(address));
    }

    /** Classifiers open in this JVM. */
    static int opened() {
        return CLASSIFIERS.size();
    }
}
