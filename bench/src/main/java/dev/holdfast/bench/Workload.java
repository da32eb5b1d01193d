package dev.holdfast.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Complete HTTP requests, made beforehand and sent in turn, so that the generator's own cost stays small.
 *
 * @param requests each request's bytes, headers included
 */
record Workload(List<byte[]> requests) {
    byte[] request(long number) {
        return requests.get((int) (number % requests.size()));
    }

    /** A tool call as the modern protocol sends it. */
    static byte[] post(int port, String tool, String body) {
        return post(port, "/mcp", modernHeaders(tool), body);
    }

    /** The same with an API key. */
    static byte[] postAs(String key, int port, String tool, String body) {
        return post(port, "/mcp", modernHeaders(tool) + "Authorization: Bearer " + key + "\r\n", body);
    }

    static String modernHeaders(String tool) {
        return """
                MCP-Protocol-Version: 2026-07-28\r
                Mcp-Method: tools/call\r
                Mcp-Name: %s\r
                """.formatted(tool);
    }

    /**
     * A message.
     *
     * @param headers those that differ, a line each
     */
    static byte[] post(int port, String path, String headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = """
                POST %s HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Content-Type: application/json\r
                Accept: application/json, text/event-stream\r
                %sContent-Length: %d\r
                \r
                """.formatted(path, port, headers, content.length);
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(start, start.length + content.length);
        System.arraycopy(content, 0, whole, start.length, content.length);
        return whole;
    }
}
