package io.github.kws4j.data.speechcommands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TransferMeterTest {
    private final AtomicLong clock = new AtomicLong(5_000_000_000L);
    private final ArrayList<TransferProgress> reports = new ArrayList<>();
    private final TransferMeter meter =
            new TransferMeter(TransferProgress.Stage.DOWNLOAD, "set.zip", reports::add, clock::get);

    @Test
    void rateLeavesOutWhatWasThereBefore() {
        meter.begin(1_000_000, OptionalLong.of(4_000_000));
        clock.addAndGet(2_000_000_000L);
        meter.add(1_000_000);

        assertThat(reports).hasSize(2);
        assertThat(reports.get(0).bytesPerSecond()).isZero();
        assertThat(reports.get(1).bytes()).isEqualTo(2_000_000);
        assertThat(reports.get(1).bytesPerSecond()).isEqualTo(500_000);
        assertThat(reports.get(1).share()).isEqualTo(0.5);
        assertThat(reports.get(1)).hasToString("downloading set.zip: 2.0 of 4.0 MB, 0.5 MB/s");
    }

    @Test
    void reportsComeFiveTimesASecondAndAtTheEnd() {
        meter.begin(0, OptionalLong.empty());
        for (int i = 0; i < 1000; i++) {
            clock.addAndGet(1_000_000);
            meter.add(10);
        }
        meter.add(5);
        meter.end();

        assertThat(reports).hasSize(7);
        assertThat(reports.get(6).bytes()).isEqualTo(10_005);
        assertThat(reports.get(6).share()).isZero();
        assertThat(reports.get(6)).hasToString("downloading set.zip: 0.0 MB, 0.0 MB/s");
    }
}
