package dev.holdfast.store.nats;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a server from its monitoring page. */
final class ServerMonitor {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final int FOUND = 200;
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})");
    private static final int MAJOR = 2;
    private static final int MINOR = 14;

    private ServerMonitor() {}

    /**
     * What a server says of itself.
     *
     * @param name its name in the cluster
     * @param version its version
     * @param syncsAlways whether it syncs every message before it acknowledges it
     */
    record Seen(String name, String version, boolean syncsAlways) {
        /** Whether its version is one that keeps what it acknowledged. */
        boolean isRecent() {
            Matcher numbers = VERSION.matcher(version);
            return numbers.lookingAt()
                    && (Integer.parseInt(numbers.group(1)) > MAJOR
                            || (Integer.parseInt(numbers.group(1)) == MAJOR
                                    && Integer.parseInt(numbers.group(2)) >= MINOR));
        }
    }

    /** What is read at an address; null if nothing can be. */
    static @Nullable Seen read(URI monitor) {
        HttpRequest request =
                HttpRequest.newBuilder(monitor.resolve("/varz")).timeout(WAIT).build();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(WAIT).build()) {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == FOUND && Json.parse(response.body()) instanceof JsonObject page
                    ? seen(page)
                    : null;
        } catch (IOException | JsonParseException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static @Nullable Seen seen(JsonObject page) {
        String name = page.string("server_name");
        String version = page.string("version");
        JsonObject jetStream = page.object("jetstream");
        JsonObject config = jetStream == null ? null : jetStream.object("config");
        if (name == null || version == null || config == null) {
            return null;
        }
        return new Seen(name, version, Boolean.TRUE.equals(config.bool("sync_always")));
    }
}
