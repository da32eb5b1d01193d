package dev.holdfast.mcp.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a browser needs to let a page of another origin use this server (CORS, in the Fetch standard): the answer to its
 * preflight, and headers of every response. Only for requests whose {@code Origin} was admitted. Tokens come in a
 * header that the page itself sets, so cookies and the like are never allowed.
 */
final class CrossOrigin {
    /** What a page can send to the endpoint, besides repeated arguments. */
    private static final List<String> HEADERS = List.of(
            "accept",
            "authorization",
            "content-type",
            "last-event-id",
            "mcp-method",
            "mcp-name",
            "mcp-protocol-version",
            "mcp-session-id",
            "traceparent",
            "tracestate",
            "baggage");

    private static final Pattern ARGUMENT = Pattern.compile("mcp-param-[a-z0-9!#$%&'*+.^_`|~-]{1,128}");
    private static final Header EXPOSED =
            HeaderValues.createCached("Access-Control-Expose-Headers", "Mcp-Session-Id, WWW-Authenticate, Retry-After");
    private static final Header VARY = HeaderValues.createCached("Vary", "Origin");
    private static final Header PREFLIGHT_VARY =
            HeaderValues.createCached("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");

    /** Two hours, the most that a browser takes. */
    private static final Header MAX_AGE = HeaderValues.createCached("Access-Control-Max-Age", "7200");

    private static final Header PRIVATE_NETWORK =
            HeaderValues.createCached("Access-Control-Allow-Private-Network", "true");

    private CrossOrigin() {}

    /** Lets the page read the response that will be sent. */
    static void share(HttpRequest http, ServerResponse response) {
        response.header(VARY);
        String origin = http.origin();
        if (origin != null) {
            response.header(HeaderValues.create(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin))
                    .header(EXPOSED);
        }
    }

    /** Answers {@code OPTIONS}, which needs no token: a browser sends none before it was told that it may. */
    static void answerOptions(HttpRequest http, ServerResponse response, String methods) {
        response.header(HeaderValues.create(HeaderNames.ALLOW, methods));
        if (http.origin() != null && http.preflightMethod() != null) {
            response.header(HeaderValues.create("Access-Control-Allow-Methods", methods))
                    .header(HeaderValues.create("Access-Control-Allow-Headers", String.join(", ", allowed(http))))
                    .header(MAX_AGE)
                    .header(PREFLIGHT_VARY);
            if (http.asksForPrivateNetwork()) {
                response.header(PRIVATE_NETWORK);
            }
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    /** Headers that repeat arguments have names of their own, which only the page knows. */
    private static Set<String> allowed(HttpRequest http) {
        Set<String> names = new LinkedHashSet<>(HEADERS);
        String wanted = http.preflightHeaders();
        if (wanted != null) {
            Arrays.stream(wanted.toLowerCase(Locale.ROOT).split(",", -1))
                    .map(String::strip)
                    .filter(name -> ARGUMENT.matcher(name).matches())
                    .forEach(names::add);
        }
        return names;
    }
}
