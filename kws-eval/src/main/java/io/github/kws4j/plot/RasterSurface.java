package io.github.kws4j.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Draws into an image. */
final class RasterSurface implements Surface {
    private final Graphics2D graphics;

    /** Draws lengths {@code scale} times as long as they are. */
    RasterSurface(BufferedImage image, double scale) {
        graphics = image.createGraphics();
        graphics.scale(scale, scale);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    @Override
    public void rectangle(Box box, Color fill) {
        graphics.setColor(fill);
        graphics.fill(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
    }

    @Override
    public void line(Color color, double width, boolean dashed, double... points) {
        var path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        float[] dashes = dashed ? new float[] {6, 4} : null;
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0));
        graphics.setColor(color);
        graphics.draw(path);
    }

    @Override
    public void text(String text, double x, double y, Lettering lettering) {
        double shift = switch (lettering.anchor()) {
            case START -> 0;
            case MIDDLE -> lettering.width(text) / 2;
            case END -> lettering.width(text);
        };
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        if (lettering.upwards()) {
            graphics.rotate(-Math.PI / 2);
        }
        graphics.setFont(lettering.font());
        graphics.setColor(lettering.color());
        graphics.drawString(text, (float) -shift, (float) (SvgSurface.BASELINE * lettering.size()));
        graphics.setTransform(before);
    }

    @Override
    public void image(BufferedImage cells, Box box) {
        int left = (int) Math.round(box.x());
        int top = (int) Math.round(box.y());
        int right = (int) Math.round(box.right());
        int bottom = (int) Math.round(box.bottom());
        graphics.drawImage(cells, left, top, right - left, bottom - top, null);
    }
}
