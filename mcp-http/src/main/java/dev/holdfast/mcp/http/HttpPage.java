package dev.holdfast.mcp.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A plain page next to the protocol's endpoint, such as a health check. Implementations are thread-safe and may block.
 */
@FunctionalInterface
public interface HttpPage {
    /** The page as it is now. */
    Body get();

    /** The response of a page. */
    final class Body {
        private final int status;
        private final String contentType;
        private final byte[] bytes;
        private final Map<String, String> headers;

        private Body(int status, String contentType, byte[] bytes, Map<String, String> headers) {
            this.status = status;
            this.contentType = contentType;
            this.bytes = bytes;
            this.headers = Map.copyOf(headers);
        }

        /** Bytes of any media type. The array is not copied and must not be changed afterwards. */
        public static Body of(int status, String contentType, byte[] bytes) {
            return new Body(status, contentType, bytes, Map.of());
        }

        /** Text in UTF-8; {@code contentType} must not name a charset. */
        public static Body text(int status, String contentType, String text) {
            return of(status, contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }

        /** The same with these headers, in the place of others that it was given so. */
        public Body withHeaders(Map<String, String> more) {
            return new Body(status, contentType, bytes, more);
        }

        int status() {
            return status;
        }

        String contentType() {
            return contentType;
        }

        byte[] bytes() {
            return bytes;
        }

        Map<String, String> headers() {
            return headers;
        }
    }
}
