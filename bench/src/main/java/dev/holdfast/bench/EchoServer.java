package dev.holdfast.bench;

import dev.holdfast.json.Json;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Objects;
import java.util.logging.LogManager;

/**
 * The baseline of every HTTP figure: the same HTTP server and JSON parser with nothing in between. It parses each
 * request as the product must and prints the answer the product gave, so both move the same bytes.
 *
 * <p>Reads the answers to print from standard input, one a line, each preceded by the path that serves it; prints its
 * port; ends when standard input does.
 */
final class EchoServer {
    private EchoServer() {}

    public static void main(String[] args) throws IOException {
        LogManager.getLogManager().reset(); // the server's own log is not part of the report
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int answers = Integer.parseInt(Objects.requireNonNull(in.readLine()));
        var server = WebServer.builder().host("127.0.0.1").port(0);
        var routes = new ArrayList<Route>();
        for (int i = 0; i < answers; i++) {
            routes.add(new Route(
                    Objects.requireNonNull(in.readLine()), Json.parse(Objects.requireNonNull(in.readLine()))));
        }
        var started = server.routing(rules -> routes.forEach(route -> route.addTo(rules)))
                .build()
                .start();
        System.out.println(started.port());
        while (in.readLine() != null) {
            // input is ignored
        }
        started.stop();
    }

    private record Route(String path, Json answer) {
        void addTo(HttpRules rules) {
            rules.post(path, (request, response) -> {
                Json.parse(request.content().inputStream().readAllBytes());
                response.header(HeaderNames.CONTENT_TYPE, "application/json");
                response.send(answer.toBytes());
            });
        }
    }
}
