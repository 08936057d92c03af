package io.github.kws4j.train.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.train.network.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Layers of dropout draw independently of each other and of those of trainings from near seeds. */
class DropoutTest {
    private static final int VALUES = 64;
    /** Draws, but as good as never drops. */
    private static final Layer KEEPING = new Layer.Dropout(1e-9);

    /** Which of many ones the last of the layers drops. */
    private static List<Boolean> dropped(List<Layer> layers, long seed) {
        try (var graph = new Graph()) {
            Ops tf = Ops.create(graph);
            var ones = tf.ones(tf.constant(new int[] {1, VALUES}), TFloat32.class);
            var output = new LayerGraph(tf, Map.of(), true, tf.constant(new long[] {seed, 1})).walk(layers, ones);
            try (var session = new Session(graph);
                    var result = session.runner().fetch(output).run()) {
                var dropped = new ArrayList<Boolean>();
                for (float value : StdArrays.array2dCopyOf((TFloat32) result.get(0))[0]) {
                    dropped.add(value == 0);
                }
                return dropped;
            }
        }
    }

    @Test
    void aLayerDrawsNothingThatAnotherDrawsFromANearSeed() {
        List<Boolean> secondLayer = dropped(List.of(KEEPING, new Layer.Dropout(0.5)), 7);

        for (long near = 1; near < 16; near++) {
            assertThat(dropped(List.of(new Layer.Dropout(0.5)), near))
                    .as("the first layer from seed %d", near)
                    .isNotEqualTo(secondLayer);
        }
    }

    @Test
    void aSeedDropsTheSameAgain() {
        var layers = List.<Layer>of(KEEPING, new Layer.Dropout(0.5));

        assertThat(dropped(layers, 7)).isEqualTo(dropped(layers, 7)).contains(true, false);
    }
}
