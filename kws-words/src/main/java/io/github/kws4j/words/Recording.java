package io.github.kws4j.words;

import io.github.kws4j.audio.Audio;

/**
 * A recording of a word, at the embedding's rate, and where the word lies in it.
 *
 * @param name its file, or its place in a list
 * @param samples the whole recording
 * @param place of the word
 */
record Recording(String name, float[] samples, WordLocator.Place place) {
    private static final int LONGEST_SECONDS = 10;

    /**
     * Finds the word in a recording.
     *
     * @throws UnusableRecordingException where there is none that can be used
     */
    static Recording of(String name, Audio sound, int sampleRate) throws UnusableRecordingException {
        if (sound.duration().toSeconds() >= LONGEST_SECONDS && sound.length() > LONGEST_SECONDS * sound.sampleRate()) {
            throw new UnusableRecordingException(Enrollment.Fault.TOO_LONG);
        }
        float[] samples = sound.resample(sampleRate).samples();
        return new Recording(name, samples, WordLocator.locate(samples, sampleRate));
    }

    /** This said faster, or slower where the speed is below 1, by another speaker: pitch and formants change, too. */
    Recording atSpeed(double speed, int sampleRate) {
        if (speed == 1) {
            return this;
        }
        float[] changed = Audio.of(samples, (int) Math.round(speed * sampleRate))
                .resample(sampleRate)
                .samples();
        int began = (int) (place.began() / speed);
        int ended = Math.min(changed.length, (int) (place.ended() / speed));
        return new Recording(name, changed, new WordLocator.Place(began, ended, place.floor()));
    }

    double loudness() {
        double power = 0;
        for (int i = place.began(); i < place.ended(); i++) {
            power += samples[i] * samples[i];
        }
        return Math.sqrt(power / Math.max(1, place.ended() - place.began()));
    }
}
