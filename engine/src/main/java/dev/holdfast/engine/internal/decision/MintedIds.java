package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Failure;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The command ids and tokens that a store hands out. Each time a store is restored from a backup another timeline
 * begins, and what was handed out in the one before must not be mistaken for what this one did: ids of later timelines
 * name theirs, and tokens begin beyond all that were given before.
 *
 * @param timeline how often the data was restored; 0 for a store that never was
 * @param restoredAt when this timeline began; null for the first one
 * @param random 12 random characters of an id
 */
public record MintedIds(int timeline, @Nullable Instant restoredAt, Supplier<String> random) {
    /** Hands out nothing, and knows of no timeline but the first. */
    static final MintedIds NONE = new MintedIds(0, null, () -> "");

    /** An id as any timeline mints it, with what a caller may have put behind it to have several. */
    private static final Pattern MINTED = Pattern.compile("(?:r(\\d{1,6})-)?[0-9a-hjkmnp-tv-z]{12}(?:\\..*)?");

    /** More revisions than a state has, and few enough bits for a JSON number to hold. */
    private static final int TOKEN_BITS = 40;

    /** Those of a store that was never restored. */
    public static MintedIds of(Supplier<String> random) {
        return new MintedIds(0, null, random);
    }

    /** An id that no call has used. */
    public String mint() {
        return timeline == 0 ? random.get() : "r" + timeline + "-" + random.get();
    }

    /** Whether an id was minted by another timeline than this one. */
    boolean isOfAnother(String id) {
        Matcher minted = MINTED.matcher(id);
        return timeline > 0
                && minted.matches()
                && !String.valueOf(timeline).equals(minted.group(1) == null ? "0" : minted.group(1));
    }

    /** The highest token that an earlier timeline may have given. */
    long tokensBefore() {
        return (long) timeline << TOKEN_BITS;
    }

    /** The refusal of an id of another timeline, of which nothing is known in this one. */
    Failure ofAnother() {
        JsonObject facts = JsonObject.of("op", Json.of(mint()));
        return new Failure(
                Failure.Code.OP_REUSED,
                restoredAt == null ? facts : facts.with("restored_at", Json.of(restoredAt.toString())),
                "The store was put back to a backup at restored_at, and this op is from before: what it did may be"
                        + " gone. Read the state, then use the op given here.");
    }
}
