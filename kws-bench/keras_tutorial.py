#!/usr/bin/env python3
"""Times Keras on the tutorial's training, from the files on disk to the trained network.

Usage: keras_tutorial.py DATA_DIR EPOCHS        (DATA_DIR: mini_speech_commands, eight word folders)
Needs tensorflow-cpu 2.21 with Keras 3.15. TF_ENABLE_ONEDNN_OPTS=0 turns oneDNN off; without it Keras is as installed.
TutorialTraining of kws-bench does the same with kws4j.
"""
import resource
import sys
import time

start = time.perf_counter()
import tensorflow as tf  # noqa: E402
from tensorflow.keras import layers  # noqa: E402

folder, epochs = sys.argv[1], int(sys.argv[2])
loaded = time.perf_counter()

train, held_out = tf.keras.utils.audio_dataset_from_directory(
    folder, batch_size=64, validation_split=0.2, seed=0, output_sequence_length=16000, subset="both", verbose=False)


def spectrograms(clips):
    def features(waves, labels):
        stft = tf.signal.stft(tf.squeeze(waves, -1), frame_length=255, frame_step=128)
        return tf.abs(stft)[..., tf.newaxis], labels

    return clips.map(features, num_parallel_calls=tf.data.AUTOTUNE)


seen = spectrograms(train).cache().shuffle(10_000).prefetch(tf.data.AUTOTUNE)
unseen = spectrograms(held_out.shard(2, 1)).cache().prefetch(tf.data.AUTOTUNE)
scale = layers.Normalization()
scale.adapt(seen.map(lambda spectra, labels: spectra))
network = tf.keras.Sequential([
    layers.Input((124, 129, 1)),
    layers.Resizing(32, 32),
    scale,
    layers.Conv2D(32, 3, activation="relu"),
    layers.Conv2D(64, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Dropout(0.25),
    layers.Flatten(),
    layers.Dense(128, activation="relu"),
    layers.Dropout(0.5),
    layers.Dense(len(train.class_names)),
])
network.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
ready = time.perf_counter()
history = network.fit(seen, validation_data=unseen, epochs=epochs, verbose=0)
done = time.perf_counter()
print(f"Keras: loaded in {loaded - start:.1f} s; read and adapted {ready - loaded:.1f} s, fit {done - ready:.1f} s,"
      f" all {done - loaded:.1f} s; validation loss {history.history['val_loss'][-1]:.3f};"
      f" largest resident memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
