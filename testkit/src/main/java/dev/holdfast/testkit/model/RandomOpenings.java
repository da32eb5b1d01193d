package dev.holdfast.testkit.model;

import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Rule;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Random new states, names, settings, forks and merges. */
final class RandomOpenings {
    /**
     * Multiples of 16 half minutes: the engine tracks idle time in sixteenths, so a session ends on one of the half
     * minutes by which time moves.
     */
    private static final List<Duration> IDLE = List.of(Duration.ofMinutes(16), Duration.ofMinutes(8));

    private final Dice dice;
    private int ops;

    RandomOpenings(Dice dice) {
        this.dice = dice;
    }

    /** A new state, with a name or without. */
    Ask.ToHave birth() {
        JsonObject data = dice.oneIn(3) ? null : JsonObject.of("a", Json.of(1), "n", Json.of(2), "c", Json.of("x"));
        return new Ask.ToHave(name(), op(), newborn(), data, null);
    }

    Ask.ToHave fork(Facts source) {
        Long revision = dice.oneIn(4) ? dice.revision(source) : null;
        return new Ask.ToHave(name(), op(), newborn(), null, new Ask.ToHave.Source(source.handle, revision));
    }

    /** The state of a name, requested by any principal that may have named it. */
    Ask.ToHave byName(String name) {
        return new Ask.ToHave(
                name,
                op(),
                dice.oneIn(2) ? NewSettings.NONE : settings(false),
                dice.oneIn(2) ? null : JsonObject.of("a", Json.of(0)),
                null);
    }

    /** Opens a state, mostly without changing anything. */
    Ask.ToOpen open(Facts facts) {
        return new Ask.ToOpen(dice.oneIn(2) ? NewSettings.NONE : settings(facts.idle != null), op());
    }

    Ask.ToMerge merge(Facts into, Facts from, @Nullable String op) {
        Merge.Prefer prefer = dice.maybe(2, List.of(Merge.Prefer.values()));
        return new Ask.ToMerge(from.handle, prefer, dice.oneIn(8) ? dice.revision(into) : null, op);
    }

    private @Nullable String name() {
        return dice.oneIn(2) ? "s" + UUID.randomUUID() : null;
    }

    private NewSettings newborn() {
        Duration idle = dice.maybe(2, IDLE);
        return settings(false).living(idle == null ? Lifetime.PERSISTENT : Lifetime.SESSION, idle);
    }

    private NewSettings settings(boolean session) {
        return new NewSettings(
                dice.oneIn(3) ? Map.of("label", dice.pick(List.of("x", "y"))) : null,
                null,
                session ? dice.maybe(3, IDLE) : null,
                dice.oneIn(3) ? keep() : null,
                dice.maybe(4, List.of(Verdict.Schema.values())),
                dice.oneIn(4) ? rules() : null);
    }

    private Keep keep() {
        return dice.oneIn(2) ? Keep.EVERYTHING : Keep.revisions(1 + dice.upTo(10));
    }

    /** Up to two rules, some with a message. */
    private List<Rule> rules() {
        return Stream.generate(() -> dice.pick(List.of(Condition.values())))
                .limit(dice.upTo(3))
                .map(condition -> new Rule(condition.cel(), dice.maybe(2, List.of("so it is", "no other way"))))
                .toList();
    }

    private @Nullable String op() {
        return dice.oneIn(2) ? "open " + ops++ : null;
    }
}
