package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Random requests, chosen by the model's data so that most are possible, and many only just are not. */
final class RandomAsks {
    static final List<String> LEASES = List.of("one", "two");
    private static final int MOST_STATES = 4;

    private final Dice dice;
    private final List<String> actors;
    private final RandomTerms terms;
    private final RandomOpenings openings;
    private final List<Asked> asked = new ArrayList<>();
    private final List<Asked> named = new ArrayList<>();
    private int ops;

    /**
     * A request.
     *
     * @param actor the principal
     * @param state its state; null for a request without an existing state
     */
    record Asked(String actor, @Nullable ModelledState state, Ask ask) {}

    RandomAsks(Random random, List<String> actors) {
        this.dice = new Dice(random);
        this.actors = actors;
        this.terms = new RandomTerms(dice);
        this.openings = new RandomOpenings(dice);
    }

    Asked next(ModelledFamily family) {
        int roll = dice.upTo(100);
        if (family.living().isEmpty()) {
            return remember(new Asked(dice.pick(actors), null, openings.birth()));
        } else if (roll < 8) {
            return dice.pick(asked);
        }
        ModelledState state = dice.pick(family.living());
        if (roll < 12 && family.living().size() < MOST_STATES) {
            Ask birth = dice.oneIn(6) ? openings.birth() : openings.fork(state.facts);
            return remember(new Asked(actor(state.facts), state, birth));
        } else if (roll < 15 && !named.isEmpty()) {
            Asked before = dice.pick(named);
            String name = ((Ask.ToHave) before.ask()).name();
            return remember(new Asked(before.actor(), state, openings.byName(String.valueOf(name))));
        } else if (roll < 27 && family.states().size() > 1) {
            return merge(family, state);
        }
        return remember(new Asked(actor(state.facts), state, fresh(state, dice.upTo(100))));
    }

    private Asked remember(Asked next) {
        asked.add(next);
        if (next.ask() instanceof Ask.ToHave have && have.name() != null) {
            named.add(next);
        }
        return next;
    }

    /** A merge, mostly of a state and its fork, even of a state that is gone. */
    private Asked merge(ModelledFamily family, ModelledState into) {
        List<ModelledState> kin = family.states().stream()
                .filter(other -> ModelledMerge.areRelated(into.facts, other.facts))
                .toList();
        ModelledState from = dice.pick(kin.isEmpty() || dice.oneIn(10) ? family.states() : kin);
        return remember(new Asked(actor(into.facts), into, openings.merge(into.facts, from.facts, op())));
    }

    /** A principal, mostly one with access to the state. */
    private String actor(Facts facts) {
        List<String> known = actors.stream().filter(facts::isKnownTo).toList();
        return dice.pick(dice.oneIn(5) || known.isEmpty() ? actors : known);
    }

    private Ask fresh(ModelledState state, int roll) {
        Facts facts = state.facts;
        if (roll < 50) {
            return new Ask.ToWrite(terms.write(facts, state.now()), op());
        } else if (roll < 54) {
            String id = facts.queue.isEmpty() ? "q1" : facts.queue.getFirst().id();
            return new Ask.ToWrite(JsonObject.of("cancel", Json.of(id)), op());
        } else if (roll < 76) {
            return undo(facts);
        } else if (roll < 84) {
            return new Ask.ToLease(lease(facts).commandId(op()));
        } else if (roll < 91) {
            Access access = dice.oneIn(12)
                    ? Access.OWNER
                    : dice.pick(Stream.of(Access.values()).limit(4).toList());
            return new Ask.ToShare(dice.pick(actors), access);
        } else if (roll < 93) {
            return new Ask.ToClose("close " + ops++);
        }
        return roll == 99 && dice.oneIn(4) ? new Ask.ToErase() : openings.open(facts);
    }

    private Ask undo(Facts facts) {
        Ask.UndoKind kind = dice.pick(List.of(Ask.UndoKind.values()));
        boolean stepwise = kind == Ask.UndoKind.LAST || kind == Ask.UndoKind.REDO;
        long number = stepwise ? 1 + dice.upTo(3) : dice.revision(facts);
        return new Ask.ToUndo(kind, number, dice.oneIn(4) ? dice.revision(facts) : null, op());
    }

    private LeaseRequest lease(Facts facts) {
        String lease = dice.pick(LEASES);
        Duration ttl = Duration.ofMinutes(1 + dice.upTo(20));
        return switch (dice.upTo(3)) {
            case 0 -> LeaseRequest.acquire(lease, ttl);
            case 1 -> LeaseRequest.renew(lease, token(dice, facts, lease), ttl);
            default -> LeaseRequest.release(lease, token(dice, facts, lease));
        };
    }

    static long token(Dice dice, Facts facts, String lease) {
        Facts.Claim claim = facts.leases.get(lease);
        return claim == null || dice.oneIn(5) ? dice.revision(facts) : claim.token();
    }

    private @Nullable String op() {
        return dice.oneIn(2) ? "op " + (dice.oneIn(10) ? dice.upTo(Math.max(1, ops)) : ops++) : null;
    }
}
