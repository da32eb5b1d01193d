package dev.holdfast.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A file of the console's page.
 *
 * @param path where it is served
 * @param contentType its media type, without a charset
 * @param text all of it
 */
public record ConsoleFile(String path, String contentType, String text) {
    /**
     * The headers of each. The page loads scripts and styles of this server alone, none that stand in a document, talks
     * to nothing else, and is shown in no frame.
     */
    public static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                    + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=()",
            "Cache-Control",
            "no-cache");

    private static final String INDEX = "index.html";

    private static final List<String> NAMES = List.of(
            INDEX,
            "style.css",
            "views.css",
            "icon.svg",
            "app.js",
            "session.js",
            "mcp.js",
            "live.js",
            "route.js",
            "dom.js",
            "shown.js",
            "list.js",
            "state.js",
            "timeline.js",
            "document.js",
            "difference.js",
            "actions.js",
            "changes.js",
            "dialog.js",
            "access.js",
            "ending.js",
            "settings.js",
            "merging.js",
            "machine.js",
            "facts.js",
            "mermaid.js",
            "layout.js",
            "drawing.js",
            "workflow.js",
            "store.js",
            "audit.js",
            "approvals.js");

    /** All there are, read anew. */
    public static List<ConsoleFile> all() {
        return NAMES.stream().map(ConsoleFile::read).toList();
    }

    private static ConsoleFile read(String name) {
        try (InputStream in = ConsoleFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its file " + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ConsoleFile(name.equals(INDEX) ? Console.PAGE : "/console/" + name, type(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".html" -> "text/html";
            case ".css" -> "text/css";
            case ".svg" -> "image/svg+xml";
            default -> "text/javascript";
        };
    }
}
