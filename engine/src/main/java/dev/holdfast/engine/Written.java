package dev.holdfast.engine;

import dev.holdfast.json.Json;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a write did.
 *
 * @param revision the state's revision after it; unchanged if nothing changed
 * @param changed the keys that changed
 * @param values the targets of {@code increment} and their values after this write; none on a replay whose
 *     revision was compacted meanwhile
 * @param replayed whether this answers a command that was carried out before
 * @param expiresAt when the state expires unless it is used before; null if never
 * @param scheduled the write that waits, if this one was delayed
 */
public record Written(
        long revision,
        SortedSet<String> changed,
        SortedMap<String, Json> values,
        boolean replayed,
        @Nullable Instant expiresAt,
        @Nullable Scheduled scheduled) {}
