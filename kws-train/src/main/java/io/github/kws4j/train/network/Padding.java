package io.github.kws4j.train.network;

/** Where zeros are put along one axis of a convolution's input. */
public enum Padding {
    /** Nowhere: windows lie within the input. */
    NONE {
        @Override
        int before(int input, int reach, int stride) {
            return 0;
        }

        @Override
        int after(int input, int reach, int stride) {
            return 0;
        }
    },

    /**
     * At both ends, so that a stride of 1 keeps the size; where their number is odd, the end gets one more
     * (TensorFlow's {@code SAME}).
     */
    BOTH_ENDS {
        @Override
        int before(int input, int reach, int stride) {
            return zeros(input, reach, stride) / 2;
        }

        @Override
        int after(int input, int reach, int stride) {
            return zeros(input, reach, stride) - before(input, reach, stride);
        }

        private static int zeros(int input, int reach, int stride) {
            int outputs = Math.floorDiv(input - 1, stride) + 1;
            return Math.max((outputs - 1) * stride + reach - input, 0);
        }
    },

    /**
     * Before the first value only, so that output {@code t} depends on nothing after input {@code stride t + stride -
     * 1}.
     */
    BEFORE {
        @Override
        int before(int input, int reach, int stride) {
            return Math.max(reach - stride, 0);
        }

        @Override
        int after(int input, int reach, int stride) {
            return 0;
        }
    };

    /** Zeros before the first of {@code input} values, for a window of {@code reach} values from first tap to last. */
    abstract int before(int input, int reach, int stride);

    /** Zeros after the last of them. */
    abstract int after(int input, int reach, int stride);
}
