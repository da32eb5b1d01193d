package dev.holdfast.mcp.http;

import java.nio.charset.StandardCharsets;

/** A plain page beside the protocol's endpoint, such as a health check. Thread-safe, blocking. */
@FunctionalInterface
public interface HttpPage {
    /** The page as it is now. */
    Body get();

    /** What a page answers. */
    final class Body {
        private final int status;
        private final String contentType;
        private final byte[] bytes;

        private Body(int status, String contentType, byte[] bytes) {
            this.status = status;
            this.contentType = contentType;
            this.bytes = bytes;
        }

        /** Bytes of any media type; the array is not to be changed afterwards. */
        public static Body of(int status, String contentType, byte[] bytes) {
            return new Body(status, contentType, bytes);
        }

        /** Text in UTF-8; {@code contentType} has no charset yet. */
        public static Body text(int status, String contentType, String text) {
            return new Body(status, contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
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
    }
}
