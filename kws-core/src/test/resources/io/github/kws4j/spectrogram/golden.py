#!/usr/bin/env python3
"""Writes the arrays beside it: what TensorFlow and librosa make of a quarter of a second of a rising tone in noise.

Usage: golden.py
Needs: pip install tensorflow-cpu librosa (2.21 and 0.11 were used).
"""
import os, pathlib
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import numpy as np
import librosa
import tensorflow as tf

out = pathlib.Path(__file__).parent
RATE = 16_000


def save(name, array):
    np.save(out / f"{name}.npy", np.ascontiguousarray(array, dtype=np.float32))


seconds = np.arange(4000) / RATE
noise = np.random.RandomState(0).normal(size=seconds.size)
tone = np.sin(2 * np.pi * (150 + 6000 * seconds) * seconds)
signal = (0.5 * tone * np.hanning(seconds.size) + 0.02 * noise).astype(np.float32)
save("signal", signal)

# TensorFlow
stft = tf.abs(tf.signal.stft(signal, 400, 160))
save("tf_stft", stft)
save("tf_stft_400", tf.abs(tf.signal.stft(signal, 399, 200, 400, window_fn=tf.signal.hamming_window)))
matrix = tf.signal.linear_to_mel_weight_matrix(40, 257, RATE, 80.0, 7600.0)
save("tf_mel_matrix", tf.transpose(tf.signal.linear_to_mel_weight_matrix(20, 129, RATE, 80.0, 7600.0)))
log_mel = tf.math.log(tf.matmul(stft, matrix) + 1e-6)
save("tf_log_mel", log_mel)
save("tf_mfcc", tf.signal.mfccs_from_log_mel_spectrograms(log_mel)[..., :13])

# librosa: frames in rows as in Java
save("librosa_stft", np.abs(librosa.stft(signal, n_fft=512, hop_length=160, win_length=400, pad_mode="reflect")).T)
save("librosa_short", np.abs(librosa.stft(signal[1000:1100], n_fft=512, hop_length=40, win_length=400, pad_mode="reflect")).T)
save("librosa_slaney_matrix", librosa.filters.mel(sr=RATE, n_fft=256, n_mels=24))
save("librosa_htk_matrix", librosa.filters.mel(sr=RATE, n_fft=256, n_mels=24, fmin=20, fmax=7000, htk=True, norm=None))
mel = librosa.feature.melspectrogram(y=signal, sr=RATE, n_fft=512, hop_length=160, n_mels=64, pad_mode="reflect")
decibels = librosa.power_to_db(mel, top_db=None)
save("librosa_log_mel", decibels.T)
save("librosa_mfcc", librosa.feature.mfcc(S=decibels, n_mfcc=20).T)

# librosa as it is by default: zeros at both ends, nothing more than 80 dB under the loudest; with silence to raise
save("librosa_zeros_stft", np.abs(librosa.stft(signal, n_fft=512, hop_length=160, win_length=400)).T)
save("librosa_zeros_short", np.abs(librosa.stft(signal[1000:1100], n_fft=512, hop_length=40, win_length=400)).T)
longer = np.concatenate([signal, np.zeros(2000, np.float32)])
mel = librosa.feature.melspectrogram(y=longer, sr=RATE, n_fft=512, hop_length=160, n_mels=64)
save("librosa_default_log_mel", librosa.power_to_db(mel).T)
save("librosa_default_mfcc", librosa.feature.mfcc(y=longer, sr=RATE, n_mfcc=20, n_fft=512, hop_length=160, n_mels=64).T)
