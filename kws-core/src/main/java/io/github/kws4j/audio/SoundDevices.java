package io.github.kws4j.audio;

import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A machine's microphones and its loudspeaker; found through {@link ServiceLoader} by {@link Microphone} and {@link
 * Audio#play}. {@code kws-javasound} has those of {@code javax.sound.sampled}. Used by many threads at once.
 */
public interface SoundDevices {
    /** Names of the devices that sound can be taken from, the system's own choice first; empty where there is none. */
    List<String> inputs();

    /**
     * The formats in which a device can give sound.
     *
     * @param input one of {@link #inputs}
     * @return empty where there is no such device
     */
    List<SampleFormat> formats(String input);

    /**
     * Opens a device to take sound from, and starts it.
     *
     * @param name part of the device's name, whatever the case; empty for the system's own choice
     * @param rate hertz that are wanted; another rate may be given
     * @throws IOException if the machine has no such device or it can't be opened; the message says which
     */
    Input open(String name, int rate) throws IOException;

    /**
     * Plays a sound on the system's choice of loudspeaker and returns when it is over. An interrupt stops it within
     * half a second and leaves the thread's interrupt status set.
     *
     * @throws IOException if the machine has no loudspeaker or it can't be opened; the message says which
     */
    void play(Audio audio) throws IOException;

    /**
     * An open device.
     *
     * @param device its name
     * @param sound what it gives, from now on; ends where the device is lost, and once it is closed
     */
    record Input(String device, RawSound sound) {}

    /**
     * Those of this machine: the first that is found.
     *
     * @throws IOException if there are none on the class path
     */
    static SoundDevices ofThisMachine() throws IOException {
        List<SoundDevices> found = Services.all(SoundDevices.class);
        if (found.isEmpty()) {
            throw new IOException("expected access to the machine's sound devices but the class path has none:"
                    + " add io.github.kws4j:kws-javasound");
        }
        return found.get(0);
    }
}
