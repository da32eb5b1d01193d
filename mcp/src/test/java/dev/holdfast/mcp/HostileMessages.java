package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Messages of both eras that were valid before something happened to them. */
final class HostileMessages {
    private static final int DEEP = 200;

    private static final List<String> PARAMS = List.of(
            "initialize {\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"x\",\"version\":\"1\"}}",
            "initialize {\"protocolVersion\":\"2025-03-26\",\"capabilities\":{\"elicitation\":{}}}",
            "ping {}",
            "server/discover {}",
            "tools/list {\"cursor\":\"cGFnZSAx\"}",
            "tools/call {\"name\":\"echo\",\"arguments\":{\"a\":[1,2.5,null,{\"b\":\"é\"}]}}",
            "tools/call {\"name\":\"boom\",\"arguments\":{}}",
            "tools/call {\"name\":\"die\"}",
            "tools/call {\"name\":\"count\",\"_meta\":{\"progressToken\":\"p\"}}",
            "tools/call {\"name\":\"ask\",\"inputResponses\":{\"name\":{\"action\":\"accept\",\"content\":{}}},\"requestState\":\"v1.x.y\"}",
            "tools/call {\"name\":\"carry\"}",
            "resources/list {}",
            "resources/templates/list {}",
            "resources/read {\"uri\":\"test://text\"}",
            "resources/subscribe {\"uri\":\"test://text\"}",
            "resources/unsubscribe {\"uri\":\"test://text\"}",
            "prompts/list {}",
            "prompts/get {\"name\":\"test_prompt_with_arguments\",\"arguments\":{\"arg1\":\"a\",\"arg2\":\"b\"}}",
            "completion/complete {\"ref\":{\"type\":\"ref/prompt\",\"name\":\"test_prompt_with_arguments\"},"
                    + "\"argument\":{\"name\":\"arg1\",\"value\":\"v\"},\"context\":{\"arguments\":{\"arg2\":\"w\"}}}",
            "logging/setLevel {\"level\":\"debug\"}",
            "subscriptions/listen {\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"test://text\"]}}",
            "notifications/initialized {}",
            "notifications/cancelled {\"requestId\":3,\"reason\":\"none\"}",
            "tasks/get {\"taskId\":\"t\"}");

    private static final List<String> ODD = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e308",
            "123456789012345678901234567890",
            "-0.0000000000000000000000000001",
            "\"\"",
            "\"\\u0000\\u001f\"",
            "\"" + "x".repeat(3000) + "\"",
            "[]",
            "{}",
            "[[],{},null]",
            "{\"\":{\"\":\"\"}}",
            "\"2026-07-28\"",
            "\"1900-01-01\"",
            "\"io.modelcontextprotocol/related\"");

    private static final List<String> SPLICES = List.of(
            "\"id\":1,",
            "\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\",",
            "1e999999999",
            "9".repeat(2000),
            "NaN",
            "\\ud800",
            "\"\\ud800\"",
            "[".repeat(DEEP),
            "{\"a\":".repeat(DEEP),
            "]".repeat(3),
            "/**/",
            "'",
            "\u0000",
            "\r\n",
            "\uFEFF",
            "\u2028",
            ",",
            "{} ");

    private static final List<byte[]> BROKEN_UTF8 = List.of(
            new byte[] {(byte) 0xC0, (byte) 0xAF},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            new byte[] {(byte) 0xE2, (byte) 0x82},
            new byte[] {(byte) 0xFF});

    private final Fuzz fuzz;

    HostileMessages(Fuzz fuzz) {
        this.fuzz = fuzz;
    }

    /** The next one. */
    byte[] next() {
        Json message = fuzz.oneIn(8) ? batch() : message();
        for (int change = fuzz.below(4); change > 0; change--) {
            message = changed(message);
        }
        byte[] bytes = message.toString().getBytes(StandardCharsets.UTF_8);
        return fuzz.oneIn(3) ? damaged(bytes) : bytes;
    }

    private Json batch() {
        int size = fuzz.oneIn(20) ? 150 : fuzz.below(4);
        return JsonArray.copyOf(
                IntStream.range(0, size).mapToObj(i -> message()).toList());
    }

    private Json message() {
        if (fuzz.oneIn(20)) {
            return Json.parse("{\"jsonrpc\":\"2.0\",\"id\":\"s-1\",\"result\":{\"action\":\"accept\"}}");
        }
        String line = fuzz.pick(PARAMS);
        int space = line.indexOf(' ');
        String method = line.substring(0, space);
        JsonObject params = Peer.object(line.substring(space));
        JsonObject message = JsonObject.of("jsonrpc", Json.of("2.0"), "method", Json.of(method));
        if (!method.startsWith("notifications/")) {
            message = message.with("id", fuzz.oneIn(2) ? Json.of(fuzz.below(5)) : Json.of("h" + fuzz.below(5)));
        }
        return message.with("params", fuzz.oneIn(2) ? params : modern(params));
    }

    private static JsonObject modern(JsonObject params) {
        JsonObject meta = params.object("_meta");
        return params.with(
                "_meta",
                (meta == null ? JsonObject.EMPTY : meta)
                        .with(MetaKeys.PROTOCOL_VERSION, Json.of(ProtocolVersion.V2026_07_28.text()))
                        .with(MetaKeys.CLIENT_CAPABILITIES, Json.parse(Peer.CAPABILITIES))
                        .with(MetaKeys.LOG_LEVEL, Json.of("debug")));
    }

    // --- What happens to them

    private Json changed(Json json) {
        if (json instanceof JsonObject object && !object.isEmpty() && !fuzz.oneIn(6)) {
            Map.Entry<String, Json> member = fuzz.pick(List.copyOf(object.entries()));
            return switch (fuzz.below(8)) {
                case 0 -> object.without(member.getKey());
                case 1 -> object.with(member.getKey() + "2", odd());
                default -> object.with(member.getKey(), changed(member.getValue()));
            };
        }
        if (json instanceof JsonArray array && !array.isEmpty() && !fuzz.oneIn(6)) {
            int index = fuzz.below(array.size());
            return array.with(index, changed(array.get(index)));
        }
        return odd();
    }

    private Json odd() {
        return fuzz.oneIn(10) ? Json.parse("[".repeat(60) + "]".repeat(60)) : Json.parse(fuzz.pick(ODD));
    }

    private byte[] damaged(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = fuzz.below(bytes.length);
        return switch (fuzz.below(6)) {
            case 0 -> spliced(bytes, at, at, fuzz.pick(SPLICES).getBytes(StandardCharsets.UTF_8));
            case 1 -> spliced(bytes, at, at, fuzz.pick(BROKEN_UTF8));
            case 2 -> spliced(bytes, at, bytes.length, new byte[0]);
            case 3 -> spliced(bytes, at, at + fuzz.below(bytes.length - at), new byte[0]);
            case 4 -> spliced(bytes, at, at, bytes);
            default -> spliced(bytes, at, at + 1, fuzz.bytes(1));
        };
    }

    /** The bytes with others in the place of those between two offsets. */
    private static byte[] spliced(byte[] bytes, int from, int to, byte[] others) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(bytes, 0, from);
        whole.writeBytes(others);
        whole.write(bytes, to, bytes.length - to);
        return whole.toByteArray();
    }
}
