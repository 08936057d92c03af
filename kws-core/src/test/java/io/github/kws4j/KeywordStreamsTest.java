package io.github.kws4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeywordStreamsTest {
    private static float[] call(int seed) {
        var random = new Random(seed);
        float[] sound = ToneModel.silence(8);
        for (int second = 1; second < 7; second += 2) {
            ToneModel.say(sound, random.nextBoolean() ? "low" : "high", second + random.nextDouble() * 0.5);
        }
        return sound;
    }

    @Test
    void groupHearsWhatSingleStreamsHear() {
        var model = ToneModel.ofSpectrogram();
        model.recording = true;
        var sounds = IntStream.range(0, 7).mapToObj(KeywordStreamsTest::call).toList();
        var detections = new ArrayList<List<Detection>>();
        try (var group = model.stream().gate(20).openGroup(5)) {
            var streams = new ArrayList<KeywordStream>();
            for (int i = 0; i < sounds.size(); i++) {
                var mine = new ArrayList<Detection>();
                detections.add(mine);
                streams.add(group.open(mine::add));
            }
            for (int at = 0; at < 8 * 16_000; at += 1000) {
                for (int i = 0; i < streams.size(); i++) {
                    streams.get(i).accept(sounds.get(i), at, 1000);
                }
                group.run();
            }
        }

        for (int i = 0; i < sounds.size(); i++) {
            assertThat(detections.get(i))
                    .hasSize(3)
                    .isEqualTo(
                            ToneModel.ofSpectrogram().stream().gate(20).open().accept(sounds.get(i)));
        }
        assertThat(model.batches).contains(5).allMatch(batch -> batch <= 5);
    }

    @Test
    void nextAcceptReturnsWhatTheRunFound() {
        try (var group = ToneModel.ofSpectrogram().stream().openGroup(1000)) {
            var stream = group.open();
            assertThat(stream.accept(call(1))).isEmpty();
            assertThat(group.run()).isEqualTo(80);
            assertThat(group.run()).isZero();

            assertThat(stream.accept(new float[0])).hasSize(3);
        }
    }

    @Test
    void fullBatchIsRunByTheStreamThatFillsIt() {
        var model = ToneModel.ofSpectrogram();
        model.recording = true;
        try (var group = model.stream().openGroup(8)) {
            var stream = group.open();

            assertThat(stream.accept(call(2))).hasSize(3);
            assertThat(model.batches).hasSize(9).containsOnly(8);
        }
    }

    @Test
    void manyThreadsShareAGroup() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try (var group = ToneModel.ofSpectrogram().stream().openGroup(16)) {
            var calls = IntStream.range(0, 12)
                    .mapToObj(seed -> threads.submit(() -> {
                        float[] sound = call(seed);
                        var stream = group.open();
                        var found = new ArrayList<Detection>();
                        for (int at = 0; at < sound.length; at += 400) {
                            found.addAll(stream.accept(sound, at, 400));
                        }
                        group.run();
                        found.addAll(stream.accept(new float[0]));
                        return found;
                    }))
                    .toList();
            for (int seed = 0; seed < calls.size(); seed++) {
                assertThat(calls.get(seed).get(60, TimeUnit.SECONDS))
                        .isEqualTo(ToneModel.ofSpectrogram().stream().open().accept(call(seed)));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void callbackThatThrowsIsToldByRunAndOthersGoOn() {
        try (var group = ToneModel.ofSpectrogram().stream().openGroup(200)) {
            var found = new ArrayList<Detection>();
            var bad = group.open(d -> {
                throw new IllegalArgumentException("no " + d.label());
            });
            var good = group.open(found::add);
            bad.accept(call(3));
            good.accept(call(3));

            assertThatThrownBy(group::run)
                    .hasMessageStartingWith("no ")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
            assertThat(found).hasSize(3);
            assertThat(group.run()).isZero();
        }
    }

    @Test
    void windowsUnderWayAreForgottenOnResetAndClose() {
        try (var group = ToneModel.ofSpectrogram().stream().openGroup(200)) {
            var found = new ArrayList<Detection>();
            var reset = group.open(found::add);
            var closed = group.open(found::add);
            reset.accept(call(4));
            closed.accept(call(4));
            reset.reset();
            closed.close();
            group.run();

            assertThat(found).isEmpty();
            assertThat(reset.accept(new float[0])).isEmpty();
        }
    }

    @Test
    void networkThatFailsLeavesTheGroupUsable() {
        var model = ToneModel.ofSpectrogram();
        try (var group = model.stream().openGroup(100)) {
            var stream = group.open();
            stream.accept(call(5), 0, 16_000);
            model.closed = true;
            assertThatThrownBy(group::run).hasMessage("expected an open network but this one was closed");
            model.closed = false;
            stream.reset();
            stream.accept(call(5));
            group.run();

            assertThat(stream.accept(new float[0])).hasSize(3);
        }
    }

    @Test
    void closedGroupIsRefused() {
        var group = ToneModel.ofSpectrogram().stream().openGroup(1);
        var stream = group.open();
        group.close();

        assertThatIllegalStateException()
                .isThrownBy(group::run)
                .withMessage("expected an open group of streams but this one was closed");
        assertThatIllegalStateException().isThrownBy(group::open);
        assertThatIllegalStateException()
                .isThrownBy(() -> stream.accept(new float[1]))
                .withMessage("expected an open group of streams but this one was closed");
    }

    @Test
    void callbackMustNotRunItsGroup() {
        try (var group = ToneModel.ofSpectrogram().stream().openGroup(200)) {
            group.open(d -> group.run()).accept(call(6));

            assertThatIllegalStateException()
                    .isThrownBy(group::run)
                    .withMessage("expected a callback to leave its group alone but it ran or filled a batch");
        }
    }

    @Test
    void batchUnderOneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToneModel.ofSpectrogram().stream().openGroup(0))
                .withMessage("expected a batch of at least 1 but got 0");
    }
}
