package io.github.kws4j.plot;

/** A rectangle in pixels from the upper left corner. */
record Box(double x, double y, double width, double height) {
    double right() {
        return x + width;
    }

    double bottom() {
        return y + height;
    }

    Box inset(double left, double top, double right, double bottom) {
        return new Box(x + left, y + top, width - left - right, height - top - bottom);
    }

    /** The cell of a grid with {@code gap} pixels between the cells. */
    Box cell(int row, int column, int rows, int columns, double gap) {
        double w = (width - gap * (columns - 1)) / columns;
        double h = (height - gap * (rows - 1)) / rows;
        return new Box(x + column * (w + gap), y + row * (h + gap), w, h);
    }
}
