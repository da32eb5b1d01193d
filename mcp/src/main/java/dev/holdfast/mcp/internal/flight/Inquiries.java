package dev.holdfast.mcp.internal.flight;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.internal.wire.Message;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests sent by this server that wait for their client's answer. Thread-safe. */
public final class Inquiries {
    private static final int TAG_BYTES = 8;
    private static final Pattern ID = Pattern.compile("s-[0-9a-f]{16}-[0-9]{1,19}");

    /** Includes the client, so that a client can answer only its own requests. */
    private record Key(String client, Json id) {}

    private final ConcurrentMap<Key, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong(1);
    private final String prefix;

    /**
     * Gives the ids of this instance a random prefix: instances that share sessions must not take answers meant for
     * each other.
     */
    public Inquiries() {
        byte[] tag = new byte[TAG_BYTES];
        new SecureRandom().nextBytes(tag);
        this.prefix = "s-" + HexFormat.of().formatHex(tag) + "-";
    }

    /** An id that was never used before. */
    public Json newId() {
        return Json.of(prefix + next.getAndIncrement());
    }

    /** A future for the answer; {@link #giveUp} must be called in the end. */
    public CompletableFuture<JsonObject> expect(String client, Json id) {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        waiting.put(new Key(client, id), answer);
        return answer;
    }

    void giveUp(String client, Json id) {
        waiting.remove(new Key(client, id));
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Delivers an answer; late, unknown and unreadable ones are ignored. */
    public void answer(String client, Message.Response response) {
        @Nullable Json id = response.id();
        CompletableFuture<JsonObject> answer = id == null ? null : waiting.get(new Key(client, id));
        if (answer != null) {
            answer.complete(response.message());
        }
    }

    /** Whether the answer may be for another instance; only such answers are passed on. */
    public boolean isForAnother(Message.Response response) {
        return response.id() instanceof JsonString id
                && !id.value().startsWith(prefix)
                && ID.matcher(id.value()).matches();
    }
}
