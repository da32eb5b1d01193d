package dev.holdfast.engine;

import dev.holdfast.json.Json;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The result of a write.
 *
 * @param revision the state's revision after the write; unchanged if nothing changed
 * @param changed the keys that changed
 * @param values the targets of {@code increment} and their values after this write; empty for a retry whose revision
 *     was compacted meanwhile
 * @param lengths the targets of {@code append} and {@code add_to_set} and the lengths of their arrays after this write;
 *     empty likewise
 * @param replayed whether the command was a retry of one carried out before
 * @param expiresAt when the state expires unless it is used before then; null if never
 * @param scheduled the scheduled write, if this one was delayed; null otherwise
 */
public record Written(
        long revision,
        SortedSet<String> changed,
        SortedMap<String, Json> values,
        SortedMap<String, Integer> lengths,
        boolean replayed,
        @Nullable Instant expiresAt,
        @Nullable Scheduled scheduled) {}
