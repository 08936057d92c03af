/** What needs {@code javax.sound.sampled}: microphone, playback, providers' decoders. Nothing in it is to be named. */
module io.github.kws4j.javasound {
    requires static org.jspecify;
    requires transitive io.github.kws4j.core;
    requires java.desktop;

    uses javax.sound.sampled.spi.AudioFileReader;

    provides io.github.kws4j.audio.SoundDevices with
            io.github.kws4j.javasound.SoundCard;
    provides io.github.kws4j.audio.SoundReader with
            io.github.kws4j.javasound.ProviderReader;
}
