package io.github.kws4j;

import java.time.Duration;

/**
 * A word detected in a stream. Times are stream time: sound accepted since the stream was opened or reset, never wall
 * time.
 *
 * <pre>{@code
 * try (var classifier = KeywordClassifier.pretrained();
 *         var stream = classifier.stream().threshold(0.9).open()) {
 *     Audio recording = AudioDecoder.standard().decode(Path.of("meeting.wav")).resample(classifier.sampleRate());
 *     List<Detection> detections = new ArrayList<>(stream.accept(recording.samples()));
 *     detections.addAll(stream.finish());
 *     for (Detection detection : detections) {
 *         System.out.println(detection.began() + " " + detection.label() + " " + detection.score());
 *     }
 * }
 * }</pre>
 *
 * @param label the word
 * @param score highest smoothed posterior of the word until it was reported, in {@code [0, 1]}; at least the word's
 *     threshold
 * @param began estimated start of the word: where the sound around the loudest 20 ms of the window rises over the noise
 * @param ended estimated end of the word, at most {@code at}
 * @param at position of the stream when the word was reported; {@code at - ended} is the delay
 */
public record Detection(String label, double score, Duration began, Duration ended, Duration at) {}
