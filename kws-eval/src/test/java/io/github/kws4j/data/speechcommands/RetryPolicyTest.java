package io.github.kws4j.data.speechcommands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final RetryPolicy PATIENCE =
            new RetryPolicy(6, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(30));

    private static long seconds(int failed, long retryAfter) {
        return PATIENCE.pause(failed, Duration.ofSeconds(retryAfter)).toSeconds();
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        assertThat(new long[] {seconds(1, 0), seconds(2, 0), seconds(3, 0), seconds(6, 0)})
                .containsExactly(1, 2, 4, 32);
        assertThat(seconds(7, 0)).isEqualTo(60);
        assertThat(seconds(Integer.MAX_VALUE, 0)).isEqualTo(60);
    }

    @Test
    void serverMayAskForMoreUpToTheLongest() {
        assertThat(seconds(1, 7)).isEqualTo(7);
        assertThat(seconds(4, 7)).isEqualTo(8);
        assertThat(seconds(1, 999_999)).isEqualTo(60);
    }
}
