package dev.holdfast.mcp.internal.wire;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.RpcError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The serialized answer to one message. */
public final class Reply {
    public static final int OK = 200;
    public static final int BAD_REQUEST = 400;
    public static final int NOT_FOUND = 404;
    public static final int UNAVAILABLE = 503;

    private static final byte[] HEAD = ascii("{\"jsonrpc\":\"2.0\",\"id\":");
    private static final byte[] RESULT = ascii(",\"result\":");

    private final byte[] bytes;
    private final int httpStatus;
    private final @Nullable RpcError error;

    private Reply(byte[] bytes, int httpStatus, @Nullable RpcError error) {
        this.bytes = bytes;
        this.httpStatus = httpStatus;
        this.error = error;
    }

    /** A result, given as JSON text, for the id as it was received. */
    public static Reply result(Json id, byte[] result) {
        byte[] key = id.toBytes();
        byte[] whole = new byte[HEAD.length + key.length + RESULT.length + result.length + 1];
        int at = copy(HEAD, whole, 0);
        at = copy(key, whole, at);
        at = copy(RESULT, whole, at);
        at = copy(result, whole, at);
        whole[at] = '}';
        return new Reply(whole, OK, null);
    }

    /** An error; a null id is left out, since null is not a valid id. */
    public static Reply error(@Nullable Json id, RpcError error, int httpStatus) {
        JsonObject json = JsonObject.builder()
                .put("jsonrpc", "2.0")
                .putIfPresent("id", id)
                .put("error", Faults.toJson(error))
                .build();
        return new Reply(json.toBytes(), httpStatus, error);
    }

    /** Several answers as one array. */
    static Reply batch(List<Reply> replies) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        char separator = '[';
        for (Reply reply : replies) {
            array.write(separator);
            array.writeBytes(reply.bytes);
            separator = ',';
        }
        array.write(']');
        return new Reply(array.toByteArray(), OK, null);
    }

    /** The message on one line, without a line end. The array must not be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The error; null if this is a result or a batch. */
    public @Nullable RpcError error() {
        return error;
    }

    private static int copy(byte[] from, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
        return at + from.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
