package io.github.kws4j.plot;

import io.github.kws4j.file.WholeFile;
import io.github.kws4j.plot.Lettering.Anchor;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * A picture that can be drawn at any size, as pixels or SVG. It needs no display. Immutable and safe to share between
 * threads.
 */
public final class Plot {
    private static final int LEAST = 100;
    private static final int MOST = 10_000;
    private static final int FINEST = 4;
    private static final int TITLE_LETTERS = 17;

    interface Drawing {
        void draw(Surface surface, Box area);
    }

    private final int width;
    private final int height;
    private final Drawing drawing;
    private final String title;
    private final double scale;

    Plot(int width, int height, Drawing drawing) {
        this(width, height, drawing, "", 1);
    }

    private Plot(int width, int height, Drawing drawing, String title, double scale) {
        this.width = width;
        this.height = height;
        this.drawing = drawing;
        this.title = title;
        this.scale = scale;
    }

    /**
     * The same picture at another size; letters keep theirs.
     *
     * @param width in pixels, 100 to 10000
     * @param height in pixels, 100 to 10000
     * @return a copy
     * @throws IllegalArgumentException where a length is below 100 or above 10000
     */
    public Plot withSize(int width, int height) {
        if (Math.min(width, height) < LEAST || Math.max(width, height) > MOST) {
            throw new IllegalArgumentException("expected a width and height of " + LEAST + " to " + MOST
                    + " pixels but got " + width + " x " + height);
        }
        return new Plot(width, height, drawing, title, scale);
    }

    /**
     * The same picture under a title.
     *
     * @param title one line; an empty one is left out
     * @return a copy
     */
    public Plot withTitle(String title) {
        return new Plot(width, height, drawing, title, scale);
    }

    /**
     * The same picture in finer pixels, for screens of high resolution: lengths, letters and lines keep their size on
     * the page. SVG has no pixels and stays as it is.
     *
     * @param scale pixels of {@link #image()} a pixel of the plot's size, 1 to 4; 2 is usual
     * @return a copy
     * @throws IllegalArgumentException where {@code scale} is below 1 or above 4
     */
    public Plot withScale(double scale) {
        if (!(scale >= 1 && scale <= FINEST)) {
            throw new IllegalArgumentException("expected a scale of 1 to " + FINEST + " but got " + scale);
        }
        return new Plot(width, height, drawing, title, scale);
    }

    /**
     * The picture as pixels.
     *
     * @return a new image, black on white
     */
    public BufferedImage image() {
        int across = (int) Math.round(scale * width);
        int down = (int) Math.round(scale * height);
        var image = new BufferedImage(across, down, BufferedImage.TYPE_INT_RGB);
        draw(new RasterSurface(image, scale));
        return image;
    }

    /**
     * The picture as SVG, a text that needs no other file.
     *
     * @return an {@code svg} element
     */
    public String svg() {
        var surface = new SvgSurface(width, height);
        draw(surface);
        return surface.toString();
    }

    /**
     * Writes the picture, as PNG or SVG by the file's ending.
     *
     * @param file ends in {@code .png} or {@code .svg}; overwritten
     * @throws IOException where it can't be written
     * @throws IllegalArgumentException where the name has another ending
     */
    public void save(Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            WholeFile.write(file, png(image()));
        } else if (name.endsWith(".svg")) {
            WholeFile.write(file, svg().getBytes(StandardCharsets.UTF_8));
        } else {
            throw new IllegalArgumentException("expected a file that ends in .png or .svg but got " + file);
        }
    }

    static byte[] png(BufferedImage image) {
        try (var bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every write", e);
        }
    }

    private void draw(Surface surface) {
        var area = new Box(0, 0, width, height);
        surface.rectangle(area, Color.WHITE);
        double head = title.isEmpty() ? 0 : 1.7 * TITLE_LETTERS;
        if (!title.isEmpty()) {
            surface.text(title, width / 2.0, 8 + TITLE_LETTERS / 2.0, Lettering.of(TITLE_LETTERS, Anchor.MIDDLE));
        }
        drawing.draw(surface, area.inset(8, 8 + head, 8, 8));
    }
}
