package dev.holdfast.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server answered: a number, bytes, nothing, or a list of these. */
record RedisReply(@Nullable Object content) {
    /** The elements of a list; none if it is nothing. */
    List<RedisReply> list() {
        List<RedisReply> elements = new ArrayList<>();
        if (content instanceof List<?> list) {
            for (Object element : list) {
                elements.add(new RedisReply(element));
            }
        }
        return elements;
    }

    boolean isNothing() {
        return content == null;
    }

    /** The bytes. */
    byte[] bytes() {
        if (content instanceof byte[] bytes) {
            return bytes;
        }
        throw new RedisFailure(RedisFailure.Effect.UNKNOWN, "a server gave an answer of an unexpected form");
    }

    /** The bytes as text; empty if it is nothing. */
    String text() {
        return content instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
    }

    /** The number, also where it is written as text; 0 if it is nothing. */
    long number() {
        return switch (content) {
            case null -> 0;
            case Long number -> number;
            default -> Long.parseLong(text());
        };
    }

    /** The number 1, by which scripts say that they did what was asked. */
    boolean isDone() {
        return content instanceof Long number && number == 1;
    }
}
