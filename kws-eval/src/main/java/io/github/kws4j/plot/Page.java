package io.github.kws4j.plot;

import java.util.List;
import java.util.Locale;

/** A page of HTML that needs no other file. All text is escaped. */
final class Page {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; media-src data:; \
            style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="data:,">
            <title>%1$s</title>
            <style>
            :root { color-scheme: light dark; --page: #fff; --ink: #111; --line: #ccc; --code: #f3f3f3 }
            @media (prefers-color-scheme: dark) {
              :root { --page: #181818; --ink: #eee; --line: #444; --code: #262626 }
            }
            body { font: 15px/1.5 sans-serif; max-width: 860px; margin: 2em auto; padding: 0 1em;
              color: var(--ink); background: var(--page); overflow-wrap: break-word }
            h2 { margin-top: 2em; border-bottom: 1px solid var(--line) }
            .wide { overflow-x: auto }
            table { border-collapse: collapse; margin: 1em 0 }
            th, td { padding: .2em .8em; text-align: right; border-bottom: 1px solid var(--line) }
            @media (max-width: 480px) { th, td { padding: .2em .4em } body { margin: 1em auto } }
            th:first-child, td:first-child { text-align: left }
            table.facts td { text-align: left; overflow-wrap: anywhere }
            table.facts td:first-child { overflow-wrap: normal; white-space: nowrap }
            pre { background: var(--code); padding: .8em; white-space: pre-wrap; overflow-wrap: anywhere }
            svg { max-width: 100%%; height: auto; border-radius: 4px }
            .sounds { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%%, 380px), 1fr)); gap: \
            1em }
            figure { margin: 0; border: 1px solid var(--line); padding: .5em; break-inside: avoid }
            audio { width: 100%%; height: 36px }
            </style>
            </head>
            <body>
            <h1>%1$s</h1>
            """;

    private final StringBuilder html = new StringBuilder();

    Page(String title) {
        html.append(String.format(Locale.ROOT, HEAD, Markup.escape(title)));
    }

    Page section(String title) {
        html.append("<h2>").append(Markup.escape(title)).append("</h2>\n");
        return this;
    }

    Page paragraph(String text) {
        html.append("<p>").append(Markup.escape(text)).append("</p>\n");
        return this;
    }

    Page code(String text) {
        html.append("<pre>").append(Markup.escape(text)).append("</pre>\n");
        return this;
    }

    Page picture(Plot plot) {
        html.append(plot.svg());
        return this;
    }

    /** Names and what they stand for. */
    Page facts(List<List<String>> rows) {
        html.append("<div class=\"wide\"><table class=\"facts\">\n");
        rows.forEach(cells -> row("td", cells));
        html.append("</table></div>\n");
        return this;
    }

    Page table(List<String> head, List<List<String>> rows) {
        html.append("<div class=\"wide\"><table>\n");
        row("th", head);
        rows.forEach(cells -> row("td", cells));
        html.append("</table></div>\n");
        return this;
    }

    private void row(String element, List<String> cells) {
        html.append("<tr>");
        for (String cell : cells) {
            html.append('<').append(element).append('>').append(Markup.escape(cell));
            html.append("</").append(element).append('>');
        }
        html.append("</tr>\n");
    }

    Page beginSounds() {
        html.append("<div class=\"sounds\">\n");
        return this;
    }

    /** A sound with its picture and a player. */
    Page sound(String caption, Plot picture, byte[] wav) {
        html.append("<figure><figcaption>").append(Markup.escape(caption)).append("</figcaption>\n");
        html.append(picture.svg());
        html.append("<audio controls preload=\"metadata\" src=\"")
                .append(Markup.dataUri("audio/wav", wav))
                .append("\"></audio></figure>\n");
        return this;
    }

    Page endSounds() {
        html.append("</div>\n");
        return this;
    }

    /** The whole page. */
    @Override
    public String toString() {
        return html + "</body>\n</html>\n";
    }
}
