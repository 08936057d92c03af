package io.github.kws4j.cli.studio;

import io.github.kws4j.audio.Audio;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sounds of all pages' last detections, to take one as a false alarm. For one thread at a time. */
final class DetectedSounds {
    private static final int MOST = 100;

    private final Map<String, Audio> sounds = new LinkedHashMap<>();
    private int count;

    /** Keeps a sound in place of the oldest, and names it. */
    String add(Audio sound) {
        String id = Integer.toString(++count);
        sounds.put(id, sound);
        if (sounds.size() > MOST) {
            sounds.remove(sounds.keySet().iterator().next());
        }
        return id;
    }

    Audio sound(String id) throws StudioException {
        Audio sound = sounds.get(id);
        if (sound == null) {
            throw new StudioException(404, "expected one of the last " + MOST + " detections but got " + id);
        }
        return sound;
    }
}
