package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Question;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.Resolution;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The questions of a state that are open, and how the last ones ended. A part of its system facts. Immutable.
 *
 * @param open by id; those whose time is over stay until a timer ends them
 * @param since when those with an end were asked, by id
 * @param resolved how questions ended, by id: those that ended last
 */
public record Questions(
        SortedMap<String, Question> open, SortedMap<String, Instant> since, SortedMap<String, Resolution> resolved) {
    /** How questions ended is kept of so many. */
    private static final int MOST_RESOLVED = 20;

    static final String OPEN = "questions";
    static final String RESOLVED = "resolved";
    static final Questions NONE = new Questions(none(), none(), none());

    /** In the order in which they were asked: ids are a letter and a growing number. */
    private static final Comparator<String> BY_AGE =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private static final String UNTIL = "until";

    static Questions parse(JsonObject system) {
        JsonObject asked = system.object(OPEN);
        JsonObject ended = system.object(RESOLVED);
        if (asked == null && ended == null) {
            return NONE; // as in most states
        }
        SortedMap<String, Question> open = none();
        SortedMap<String, Instant> since = none();
        SortedMap<String, Resolution> resolved = none();
        if (asked != null) {
            asked.forEach((id, question) -> {
                JsonObject json = (JsonObject) question;
                open.put(id, question(id, json));
                Json until = json.get(UNTIL);
                if (until != null) {
                    since.put(id, TimeSpan.since(until));
                }
            });
        }
        if (ended != null) {
            ended.forEach((id, resolution) -> resolved.put(id, resolution(id, (JsonObject) resolution)));
        }
        return of(open, since, resolved);
    }

    private static Questions of(
            SortedMap<String, Question> open,
            SortedMap<String, Instant> since,
            SortedMap<String, Resolution> resolved) {
        return new Questions(
                Collections.unmodifiableSortedMap(open),
                Collections.unmodifiableSortedMap(since),
                Collections.unmodifiableSortedMap(resolved));
    }

    /** The id of the question that an event asked. */
    public static String id(long revision) {
        return "a" + revision;
    }

    /** What asking changes, as a merge patch of the system facts. */
    public static JsonObject asked(String id, QuestionSpec spec, String by, Instant now) {
        JsonObject question =
                spec.toJson().without("ttl").with("by", Json.of(by)).with("at", Json.of(now.toString()));
        return JsonObject.of(
                OPEN,
                JsonObject.of(id, spec.ttl() == null ? question : question.with(UNTIL, TimeSpan.of(now, spec.ttl()))));
    }

    /** What the end of a question changes, as a merge patch of the system facts. */
    public JsonObject resolved(Resolution resolution) {
        JsonObject ended = JsonObject.of(resolution.question(), toJson(resolution));
        int tooMany = resolved.size() + 1 - MOST_RESOLVED;
        for (Resolution oldest : resolved.values().stream()
                .sorted(Comparator.comparing(Resolution::at).thenComparing(Resolution::question, BY_AGE))
                .limit(Math.max(0, tooMany))
                .toList()) {
            ended = ended.with(oldest.question(), JsonNull.NULL);
        }
        return JsonObject.of(OPEN, JsonObject.of(resolution.question(), JsonNull.NULL), RESOLVED, ended);
    }

    /** When the next question ends unanswered; null if none does. */
    @Nullable Instant nextEnd() {
        Instant next = null;
        for (Question question : open.values()) {
            next = Due.earlier(next, question.until());
        }
        return next;
    }

    /**
     * The first question that has ended unanswered by a time, or was given its end by a clock that was ahead.
     *
     * @param now the present, which tells whether a clock was ahead
     */
    public Optional<Resolution> firstEnded(Instant time, Instant now) {
        if (open.isEmpty()) {
            return Optional.empty(); // as in most states, and every command asks
        }
        return open.values().stream()
                .filter(question -> hasEnded(question, time, now))
                .min(Comparator.comparing((Question question) -> end(question, now))
                        .thenComparing(Question::id, BY_AGE))
                .map(question -> expired(question, now));
    }

    /** As they read at a time: those whose time is over have ended, whether or not an event says so. */
    Questions liveAt(Instant now) {
        if (!haveEnded(now)) {
            return this;
        }
        SortedMap<String, Question> live = new TreeMap<>(open);
        SortedMap<String, Resolution> ended = new TreeMap<>(resolved);
        for (Question question : open.values()) {
            if (hasEnded(question, now, now)) {
                live.remove(question.id());
                ended.put(question.id(), expired(question, now));
            }
        }
        return of(live, new TreeMap<>(since), ended);
    }

    boolean haveEnded(Instant now) {
        // Every read asks, and most states have none.
        return !open.isEmpty() && open.values().stream().anyMatch(question -> hasEnded(question, now, now));
    }

    private boolean hasEnded(Question question, Instant time, Instant now) {
        Instant until = question.until();
        return until != null && (!time.isBefore(until) || isAhead(question, now));
    }

    private boolean isAhead(Question question, Instant now) {
        return Taken.isAfter(since.get(question.id()), now);
    }

    private Instant end(Question question, Instant now) {
        Instant until = question.until();
        return until == null || isAhead(question, now) ? now : until;
    }

    /** The default counts only for one who had the time to answer, so not where a clock was wrong about it. */
    private Resolution expired(Question question, Instant now) {
        String choice = isAhead(question, now) ? null : question.byDefault();
        return new Resolution(
                question.id(), Resolution.How.EXPIRED, choice, Actors.ENGINE.id(), end(question, now), null);
    }

    private static Question question(String id, JsonObject json) {
        Json until = json.get(UNTIL);
        List<String> choices = Objects.requireNonNull(json.array("choices")).stream()
                .map(choice -> ((JsonString) choice).value())
                .toList();
        return new Question(
                id,
                text(json, "ask"),
                choices,
                text(json, "by"),
                json.string("of"),
                Instant.parse(text(json, "at")),
                until == null ? null : TimeSpan.until(until),
                json.string("default"));
    }

    private static JsonObject toJson(Resolution resolution) {
        String choice = resolution.choice();
        String note = resolution.note();
        return JsonObject.builder()
                .put("how", resolution.how().wire())
                .putIfPresent("choice", choice == null ? null : Json.of(choice))
                .put("by", resolution.by())
                .put("at", resolution.at().toString())
                .putIfPresent("note", note == null ? null : Json.of(note))
                .build();
    }

    private static Resolution resolution(String id, JsonObject json) {
        return new Resolution(
                id,
                Resolution.How.valueOf(text(json, "how").toUpperCase(Locale.ROOT)),
                json.string("choice"),
                text(json, "by"),
                Instant.parse(text(json, "at")),
                json.string("note"));
    }

    private static String text(JsonObject json, String name) {
        return Objects.requireNonNull(json.string(name), name);
    }

    private static <T> SortedMap<String, T> none() {
        return new TreeMap<>(BY_AGE);
    }
}
