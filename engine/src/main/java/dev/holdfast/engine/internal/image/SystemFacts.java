package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.Scheduled;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.json.IsoTime;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a state has besides its document and settings, read from the same JSON: its origin, grants, leases, and what is
 * due later. Immutable.
 *
 * @param grants what principals other than the owner may do
 * @param offered principals with a grant that they have not taken yet
 * @param handover by whom the state was handed to its owner, who has not taken it yet; null if it is taken
 * @param leases leases by name; those that have ended stay until a timer removes them
 * @param ends when keys with a time to live end
 * @param taken when the keys and leases with an end were given it, as far as events say so
 * @param scheduled scheduled writes, the earliest first
 * @param questions questions to people
 * @param expiredAt when the state expired, once an event says so
 * @param origin the version that the state is a fork of; null if it is none
 * @param merges how much of other states has been merged, by their handles
 * @param configuration what is active in the state's machine; null if it has none
 * @param erased whether the state was erased and only its removal is outstanding
 */
public record SystemFacts(
        SortedMap<String, Access> grants,
        SortedSet<String> offered,
        @Nullable Handover handover,
        SortedMap<String, Lease> leases,
        SortedMap<String, Instant> ends,
        Taken taken,
        List<Scheduled> scheduled,
        Questions questions,
        @Nullable Instant expiredAt,
        @Nullable Version origin,
        SortedMap<String, MergePoint> merges,
        @Nullable Configuration configuration,
        boolean erased) {
    public static final String GRANTS = "grants";
    public static final String OFFERED = "offered";
    public static final String HANDED = "handed";
    public static final String LEASES = "leases";
    public static final String TTL = "ttl";
    public static final String SCHEDULED = "scheduled";
    public static final String EXPIRED_AT = "expired_at";
    public static final String ORIGIN = "origin";
    public static final String MERGES = "merges";
    public static final String CONFIGURATION = Configuration.FACT;
    public static final String ERASED = "erased";
    public static final String UNTIL = "until";

    /** Writes due at the same time keep the order in which they were requested: ids are consecutive numbers. */
    private static final Comparator<Scheduled> EARLIEST = Comparator.comparing(Scheduled::due)
            .thenComparingInt(entry -> entry.id().length())
            .thenComparing(Scheduled::id);

    /** The facts of a state that does not exist. */
    static final SystemFacts NONE = parse(JsonObject.EMPTY);

    static SystemFacts parse(JsonObject system) {
        Json expiredAt = system.get(EXPIRED_AT);
        JsonObject origin = system.object(ORIGIN);
        return new SystemFacts(
                members(system, GRANTS, (name, access) -> Access.parse(((JsonString) access).value())),
                Collections.unmodifiableSortedSet(new TreeSet<>(
                        members(system, OFFERED, (name, offered) -> offered).keySet())),
                Handover.parse(system.object(HANDED)),
                members(system, LEASES, SystemFacts::lease),
                members(system, TTL, (key, until) -> TimeSpan.until(until)),
                new Taken(
                        members(system, TTL, (key, until) -> TimeSpan.since(until)),
                        members(system, LEASES, (name, lease) -> TimeSpan.since(member((JsonObject) lease, UNTIL)))),
                members(system, SCHEDULED, SystemFacts::scheduled).values().stream()
                        .sorted(EARLIEST)
                        .toList(),
                Questions.parse(system),
                expiredAt == null ? null : time(expiredAt),
                origin == null ? null : Version.parse(origin),
                members(system, MERGES, (state, point) -> MergePoint.parse(point)),
                configuration(system.array(CONFIGURATION)),
                system.get(ERASED) == JsonBoolean.TRUE);
    }

    /** The facts at a time: without what has ended by then, even if no timer has removed it yet. */
    SystemFacts liveAt(Instant now) {
        return new SystemFacts(
                grants,
                offered,
                handover,
                only(leases, (name, lease) -> isHeld(lease, now, now)),
                only(ends, (key, end) -> now.isBefore(end) && !taken.keyIsAfter(key, now)),
                taken,
                scheduled,
                questions.liveAt(now),
                expiredAt,
                origin,
                merges,
                configuration,
                erased);
    }

    /** Whether anything has ended by a time that an event does not say yet. */
    boolean hasEnded(Instant now) {
        return hasEndedBy(now, now) || questions.haveEnded(now);
    }

    /**
     * Whether any key or lease has ended by a time, or was taken so far after the present that the clock was wrong.
     *
     * @param now the present, which tells whether a clock was ahead
     */
    public boolean hasEndedBy(Instant time, Instant now) {
        Instant end = nextEnd();
        return (end != null && !time.isBefore(end)) || taken.isAfter(now);
    }

    /** Whether a lease had not ended at a time in the past. */
    public boolean isHeld(Lease lease, Instant time, Instant now) {
        return lease.isLiveAt(time) && !taken.leaseIsAfter(lease.name(), now);
    }

    /**
     * What makes this the configuration of the state's machine. In an array, which a merge patch replaces as a whole.
     */
    public static JsonObject configured(Configuration configuration) {
        return JsonObject.of(CONFIGURATION, JsonArray.of(configuration.toJson()));
    }

    /** Joins two merge patches that share no member; null if both are null. */
    public static @Nullable JsonObject both(@Nullable JsonObject one, @Nullable JsonObject other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        JsonObject.Builder both = JsonObject.builder();
        one.forEach(both::put);
        other.forEach(both::put);
        return both.build();
    }

    /** When a key or a lease ends next; null if none does. */
    public @Nullable Instant nextEnd() {
        if (ends.isEmpty() && leases.isEmpty()) {
            return null; // as in most states, and every command asks
        }
        Instant next = null;
        for (Instant end : ends.values()) {
            next = Due.earlier(next, end);
        }
        for (Lease lease : leases.values()) {
            next = Due.earlier(next, lease.until());
        }
        return next;
    }

    private static @Nullable Configuration configuration(@Nullable JsonArray wrapped) {
        return wrapped == null ? null : Configuration.parse((JsonObject) wrapped.get(0));
    }

    private static Lease lease(String name, Json json) {
        JsonObject lease = (JsonObject) json;
        return new Lease(
                name,
                text(lease, "holder"),
                ((JsonNumber) member(lease, "token")).exactLong().orElseThrow(),
                TimeSpan.until(member(lease, UNTIL)));
    }

    private static Scheduled scheduled(String id, Json json) {
        JsonObject entry = (JsonObject) json;
        return new Scheduled(id, text(entry, "by"), time(member(entry, "due")), (JsonObject)
                ((JsonArray) member(entry, "write")).get(0));
    }

    private static Json member(JsonObject object, String name) {
        Json value = object.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a system fact without " + name);
        }
        return value;
    }

    private static String text(JsonObject object, String name) {
        return ((JsonString) member(object, name)).value();
    }

    private static Instant time(Json json) {
        return IsoTime.parse(((JsonString) json).value());
    }

    private static <T> SortedMap<String, T> members(JsonObject system, String name, BiFunction<String, Json, T> parse) {
        SortedMap<String, T> members = new TreeMap<>();
        JsonObject object = system.object(name);
        if (object != null) {
            object.forEach((key, value) -> members.put(key, parse.apply(key, value)));
        }
        return Collections.unmodifiableSortedMap(members);
    }

    private static <T> SortedMap<String, T> only(SortedMap<String, T> all, BiPredicate<String, T> wanted) {
        return all.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey(), entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }
}
