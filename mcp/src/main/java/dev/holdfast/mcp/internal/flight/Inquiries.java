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

/** Requests of this server that wait for their client's answer. Thread-safe. */
public final class Inquiries {
    private static final int TAG_BYTES = 8;
    private static final Pattern ID = Pattern.compile("s-[0-9a-f]{16}-[0-9]{1,19}");

    /** A client answers what it was asked itself, and nothing else. */
    private record Key(String client, Json id) {}

    private final ConcurrentMap<Key, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong(1);
    private final String prefix;

    /**
     * Ids differ between instances: one that shares its sessions must not take the answer to another's question for its
     * own.
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

    /** What will hold the answer; to be given up in the end. */
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

    /** Takes a message that answers something; late, unknown and unreadable ones are ignored. */
    public void answer(String client, Message.Response response) {
        @Nullable Json id = response.id();
        CompletableFuture<JsonObject> answer = id == null ? null : waiting.get(new Key(client, id));
        if (answer != null) {
            answer.complete(response.message());
        }
    }

    /** Whether another instance may have asked what is answered; nothing else is worth passing on. */
    public boolean isForAnother(Message.Response response) {
        return response.id() instanceof JsonString id
                && !id.value().startsWith(prefix)
                && ID.matcher(id.value()).matches();
    }
}
