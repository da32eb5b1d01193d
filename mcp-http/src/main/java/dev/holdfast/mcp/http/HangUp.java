package dev.holdfast.mcp.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Sends of a response to HEAD its head alone, and ends a connection after a response if either side asked for it (RFC
 * 9112 section 9.6), if the client speaks HTTP/1.0, or if a long body was not read. The web server announces the close
 * but keeps reading, and would parse the rest of a refused body as the next request.
 */
final class HangUp implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        HttpConnection connection = HttpRequest.connection(request);
        if (request.prologue().method().equals(Method.HEAD)) {
            connection.answerHeadAlone();
        }
        response.beforeSend(() -> {
            if (connection.hasUnreadBody() || connection.isOlder()) {
                response.header(HeaderValues.CONNECTION_CLOSE);
            }
        });
        try {
            chain.proceed();
        } finally {
            connection.answered();
        }
        boolean asked = request.headers().contains(HeaderNames.CONNECTION)
                && request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
        if (connection.isLast() || asked || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            throw new CloseConnectionException("This was the last response of the connection");
        }
    }
}
