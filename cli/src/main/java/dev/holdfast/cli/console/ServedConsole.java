package dev.holdfast.cli.console;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.SessionStore;
import dev.holdfast.mcp.http.HttpConfig;
import dev.holdfast.mcp.http.HttpEndpoint;
import dev.holdfast.mcp.http.HttpPage;
import dev.holdfast.server.console.Console;
import dev.holdfast.server.console.ConsoleFile;
import dev.holdfast.server.console.ConsoleLinks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The console beside what a server serves: its files, and the endpoint that its page speaks to. */
public final class ServedConsole {
    /** A working day. */
    private static final Duration TO_USE = Duration.ofHours(12);

    private static final int SESSIONS = 100;

    private final Authenticator authenticator;
    private final @Nullable ConsoleLinks links;

    private ServedConsole(Authenticator authenticator, @Nullable ConsoleLinks links) {
        this.authenticator = authenticator;
        this.links = links;
    }

    /** For callers that have a credential already: the page asks for it. */
    public static ServedConsole forCallersOf(Authenticator authenticator) {
        return new ServedConsole(authenticator, null);
    }

    /**
     * For the one who opens a one-time link.
     *
     * @param caller who that is
     * @param toOpen how long there is to open it
     */
    public static ServedConsole byLink(Caller caller, Duration toOpen) {
        ConsoleLinks links = ConsoleLinks.of(caller, toOpen, TO_USE);
        return new ServedConsole(links, links);
    }

    /** A new link, as the part of an address behind its host; null if it takes a credential. */
    public @Nullable String mint() {
        return links == null ? null : links.mint();
    }

    /** Adds the files and the endpoint. */
    public void addTo(HttpConfig.Builder config, Holdfast holdfast, String version, boolean edit) {
        addFilesTo(config);
        config.beside(new HttpEndpoint(
                Console.ENDPOINT, Console.describe(holdfast, version, edit).build(), authenticator, sessions()));
    }

    /** Adds the files alone. */
    void addFilesTo(HttpConfig.Builder config) {
        for (ConsoleFile file : ConsoleFile.all()) {
            config.page(file.path(), page(file));
        }
    }

    Authenticator authenticator() {
        return authenticator;
    }

    /** The page needs none. Others that open some here all the same do not fill the store with them. */
    static SessionStore sessions() {
        return SessionStore.inMemory(SESSIONS, Duration.ofHours(1), InstantSource.system());
    }

    private static HttpPage page(ConsoleFile file) {
        Map<String, String> headers = ConsoleFile.HEADERS;
        HttpPage.Body body =
                HttpPage.Body.text(200, file.contentType(), file.text()).withHeaders(headers);
        return () -> body;
    }
}
