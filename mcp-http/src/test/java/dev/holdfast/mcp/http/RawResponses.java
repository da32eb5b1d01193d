package dev.holdfast.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.fixture.WellFormed;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The HTTP responses in what came over one connection, each of which must be one. The last may have been cut short. */
final class RawResponses {
    private static final String HEAD_END = "\r\n\r\n";

    private final String text;
    private final String sent;
    private int at;

    private RawResponses(byte[] bytes, String sent) {
        this.text = new String(bytes, StandardCharsets.ISO_8859_1);
        this.sent = sent;
    }

    static void check(byte[] bytes, String sent) {
        RawResponses responses = new RawResponses(bytes, sent);
        while (responses.at < responses.text.length()) {
            responses.checkOne();
        }
    }

    private void checkOne() {
        String rest = text.substring(at);
        assertThat(rest).as(sent).matches("(?s)HTTP/1\\.1 [1-5]\\d\\d .*");
        int status = Integer.parseInt(rest.substring(9, 12));
        int end = rest.indexOf(HEAD_END);
        String head = (end < 0 ? rest : rest.substring(0, end)).toLowerCase(Locale.ROOT);
        WellFormed.text(rest.substring(0, head.length()), sent);
        at = end < 0 ? text.length() : at + end + HEAD_END.length();
        String body = status < 200 ? "" : body(head);
        if (head.contains("content-type: application/json")) {
            WellFormed.message(body, sent);
        } else if (head.contains("content-type: text/event-stream")) {
            body.lines()
                    .filter(line -> line.startsWith("data: "))
                    .forEach(line -> WellFormed.message(line.substring("data: ".length()), sent));
        } else {
            WellFormed.text(body, sent);
            assertThat(status)
                    .as(sent)
                    .satisfiesAnyOf(
                            plain -> assertThat(plain).isIn(100, 202, 204),
                            refusal -> assertThat(refusal).isBetween(400, 599));
        }
    }

    private String body(String head) {
        String body = head.contains("transfer-encoding: chunked") ? chunks() : upTo(length(head));
        return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static int length(String head) {
        int header = head.indexOf("content-length: ");
        return header < 0
                ? 0
                : Integer.parseInt(head.substring(header + "content-length: ".length())
                        .lines()
                        .findFirst()
                        .orElse("0")
                        .strip());
    }

    private String chunks() {
        StringBuilder body = new StringBuilder();
        while (at < text.length()) {
            int line = text.indexOf("\r\n", at);
            int length = line < 0 ? 0 : Integer.parseInt(text.substring(at, line), 16);
            at = line < 0 ? text.length() : line + 2;
            body.append(upTo(length));
            at = Math.min(text.length(), at + 2);
            if (length == 0) {
                break;
            }
        }
        return body.toString();
    }

    private String upTo(int length) {
        int from = at;
        at = Math.min(text.length(), at + length);
        return text.substring(from, at);
    }
}
