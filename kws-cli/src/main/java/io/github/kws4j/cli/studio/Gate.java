package io.github.kws4j.cli.studio;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * Lets in who opened the address that was printed: the token has to be there, the host has to be this machine by the
 * name that the address has (a foreign name that resolves to it is DNS rebinding), and no other origin may ask.
 */
final class Gate {
    static final String TOKEN_HEADER = "X-Kws-Token";
    private static final int TOKEN_BYTES = 16;

    private final String token;
    private final List<String> hosts;

    Gate(int port) {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        token = HexFormat.of().formatHex(random);
        hosts = List.of("127.0.0.1:" + port, "localhost:" + port);
    }

    String token() {
        return token;
    }

    /** The address to open in a browser. */
    URI address() {
        return URI.create("http://" + hosts.get(0) + "/?token=" + token);
    }

    /**
     * Checks one request.
     *
     * @param asked the token in its address, empty where there is none
     * @throws StudioException where it is not let in
     */
    void check(Headers headers, String asked) throws StudioException {
        String host = headers.getFirst("Host");
        if (host == null || !hosts.contains(host)) {
            throw new StudioException(403, "expected the host " + hosts.get(0) + " but got " + host);
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && hosts.stream().noneMatch(own -> origin.equals("http://" + own))) {
            throw new StudioException(403, "expected a request of this page but got one of " + origin);
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw new StudioException(403, "expected a request of this page but got one that is " + site);
        }
        String given = headers.getFirst(TOKEN_HEADER);
        if (!isToken(given == null ? asked : given)) {
            throw new StudioException(401, "expected the token of the address that kws studio printed");
        }
    }

    /** In a time that doesn't depend on where the two differ. */
    private boolean isToken(String given) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
