package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.model.Facts.Claim;
import dev.holdfast.testkit.model.Facts.Done;
import dev.holdfast.testkit.model.Facts.Version;
import dev.holdfast.testkit.model.Facts.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a state promises: every command, and what time does. Nothing here knows of logs, caches, stores or threads. */
final class ModelledState {
    private final InstantSource clock;
    private final Predicate<JsonObject> valid;
    final Facts facts;

    /**
     * @param valid what the state's schema allows
     */
    ModelledState(Facts facts, InstantSource clock, Predicate<JsonObject> valid) {
        this.facts = facts;
        this.clock = clock;
        this.valid = valid;
        commit(false, facts.document, Set.of());
    }

    /** Time goes on, and never back within a state. */
    Instant now() {
        Instant now = clock.instant();
        return now.isBefore(facts.at) ? facts.at : now;
    }

    // --- Time

    /** What time asks for comes before every command. */
    void fire() {
        while (facts.exists && fireNext()) {}
    }

    /** What the timer thread does: it finds by the clock what is due. */
    void fireIfDue() {
        Instant due = facts.exists ? facts.nextDue() : null;
        if (due != null && !clock.instant().isBefore(due)) {
            fire();
        }
    }

    private boolean fireNext() {
        Instant now = now();
        Instant ended = facts.ended(now);
        if (ended != null && !now.isBefore(ended.plus(Facts.RECOVERABLE))) {
            facts.exists = false;
            return true;
        }
        Instant expiry = ended != null && facts.closed == null && facts.expired == null ? ended : null;
        Waiting write = facts.nextWrite();
        Instant until = Objects.requireNonNull(Facts.earliest(now, expiry, write == null ? null : write.due()));
        Instant end = facts.nextEnd();
        if (end != null && !end.isAfter(until)) {
            lapse(until);
        } else if (expiry != null && !expiry.isAfter(until)) {
            facts.expired = expiry;
            commit(true, facts.document, Set.of());
        } else if (write != null && !write.due().isAfter(now)) {
            carryOut(write);
        } else {
            return false;
        }
        return true;
    }

    private void lapse(Instant until) {
        Set<String> keys = new TreeSet<>();
        facts.ends.forEach((key, end) -> {
            if (!end.isAfter(until)) {
                keys.add(key);
            }
        });
        facts.ends.keySet().removeAll(keys);
        facts.leases.values().removeIf(lease -> !lease.until().isAfter(until));
        JsonObject left = facts.document;
        for (String key : keys) {
            left = left.without(key);
        }
        commit(true, left, Set.of());
    }

    /** A write that waited is decided as if it were sent now; if it comes to nothing, that is an event too. */
    private void carryOut(Waiting write) {
        facts.queue.remove(write);
        long before = facts.revision;
        Answer answer = write(write.by(), write.write(), true);
        if (answer.failure() != null || facts.revision == before) {
            commit(true, facts.document, Set.of());
        }
    }

    // --- Commands

    Answer ask(String actor, Ask ask) {
        return switch (ask) {
            case Ask.ToUndo undo -> new ModelledUndo(this, actor, undo).answer();
            case Ask.ToReopen reopen -> reopen(actor);
            default -> {
                fire();
                yield command(actor, ask);
            }
        };
    }

    private Answer command(String actor, Ask ask) {
        return switch (ask) {
            case Ask.ToWrite(var arguments, var op) ->
                once(actor, op, arguments, Access.WRITE, () -> write(actor, arguments, false));
            case Ask.ToLease(var request) ->
                once(actor, request.commandId(), request, Access.WRITE, () -> lease(actor, request));
            case Ask.ToShare(var with, var access) -> {
                boolean leaves = access == Access.NONE && with.equals(actor);
                Access needed = access == Access.OWNER ? Access.OWNER : leaves ? Access.READ : Access.ADMIN;
                yield once(actor, null, ask, needed, () -> share(with, access));
            }
            case Ask.ToClose(String op) ->
                once(actor, op, "close", Access.ADMIN, () -> {
                    facts.closed = now();
                    return commit(false, facts.document, Set.of());
                });
            case Ask.ToErase erase -> erase(actor);
            case Ask.ToUndo undo -> throw new IllegalArgumentException("asked otherwise");
            case Ask.ToReopen reopen -> throw new IllegalArgumentException("asked otherwise");
        };
    }

    interface Action {
        Answer act();
    }

    /** The order in which a command is looked at: is there a state for this actor, was it done before, may it, is it open. */
    Answer once(String actor, @Nullable String op, Object arguments, Access needed, Action action) {
        if (!facts.exists || facts.access(actor) == Access.NONE) {
            return Answer.failed(Code.NOT_FOUND);
        }
        Answer before = replay(actor, op, arguments);
        if (before != null) {
            return before;
        } else if (facts.access(actor).compareTo(needed) < 0) {
            return Answer.failed(Code.FORBIDDEN);
        } else if (facts.ended(now()) != null) {
            return Answer.failed(Code.EXPIRED);
        }
        long revision = facts.revision;
        Answer answer = action.act();
        if (op != null && answer.failure() == null && facts.revision > revision) {
            facts.remembered.put(actor + " " + op, new Done(arguments, answer.revision(), answer.changed()));
        }
        return answer;
    }

    @Nullable Answer replay(String actor, @Nullable String op, Object arguments) {
        Done done = op == null ? null : facts.remembered.get(actor + " " + op);
        if (done == null) {
            return null;
        }
        return done.arguments().equals(arguments)
                ? Answer.replayed(done.revision(), done.changed())
                : Answer.failed(Code.OP_REUSED);
    }

    private Answer write(String actor, JsonObject write, boolean late) {
        if (late && (!facts.exists || facts.access(actor).compareTo(Access.WRITE) < 0 || facts.ended(now()) != null)) {
            return Answer.failed(Code.FORBIDDEN);
        }
        String cancelled = write.string("cancel");
        JsonNumber delay = write.number("delay");
        if (cancelled != null) {
            return facts.queue.removeIf(waiting -> ("q" + waiting.scheduledAt()).equals(cancelled))
                    ? commit(false, facts.document, Set.of())
                    : Answer.failed(Code.NOT_FOUND);
        } else if (delay != null) {
            Instant due = now().plusSeconds(delay.exactLong().orElseThrow());
            facts.queue.add(new Waiting(facts.revision + 1, actor, due, write.without("delay")));
            return commit(false, facts.document, Set.of());
        }
        if (!holdsLeases(actor, write.object("lease")) || !holds(write.get("if_revision"))) {
            return Answer.failed(Code.CONFLICT);
        }
        try {
            return write(write, PlainWrite.apply(write, facts.document), late);
        } catch (PlainWrite.Refused e) {
            return Answer.failed(e.code());
        }
    }

    private Answer write(JsonObject write, PlainWrite.Result result, boolean late) {
        JsonObject ttl = write.object("ttl");
        Set<String> ending = new TreeSet<>(facts.ends.keySet());
        ending.removeIf(
                key -> !result.replaced().contains(key) && result.document().has(key));
        if (result.document().equals(facts.document) && ttl == null && ending.isEmpty()) {
            return Answer.done(facts.revision, Set.of());
        } else if (!valid.test(result.document())) {
            return Answer.failed(Code.REJECTED);
        }
        facts.ends.keySet().removeAll(ending);
        if (ttl != null) {
            ttl.forEach((key, seconds) -> facts.ends.put(key, now().plusSeconds(longOf(seconds))));
        }
        boolean changes = !result.document().equals(facts.document);
        Answer answer = commit(late, result.document(), result.whole());
        if (changes) {
            undoable(answer.revision());
        }
        return answer;
    }

    private boolean holdsLeases(String actor, @Nullable JsonObject tokens) {
        return tokens == null || tokens.keys().stream().allMatch(name -> holds(actor, name, longOf(tokens.get(name))));
    }

    private boolean holds(String actor, String lease, long token) {
        Claim claim = live(lease);
        return claim != null && claim.token() == token && claim.holder().equals(actor);
    }

    private @Nullable Claim live(String lease) {
        Claim claim = facts.leases.get(lease);
        return claim != null && now().isBefore(claim.until()) ? claim : null;
    }

    /** Whether an {@code if_revision} holds: of the document, or of keys, where 0 means absent. */
    boolean holds(@Nullable Json ifRevision) {
        return switch (ifRevision) {
            case null -> true;
            case JsonNumber number -> {
                long revision = longOf(number);
                yield facts.documentRevision <= revision && revision <= facts.revision;
            }
            case JsonObject keys ->
                keys.keys().stream().allMatch(key -> {
                    Long present = facts.keyRevisions.get(key);
                    long asked = longOf(keys.get(key));
                    return asked == 0 ? present == null : present != null && present <= asked;
                });
            default -> throw new IllegalArgumentException("not a revision");
        };
    }

    private Answer lease(String actor, LeaseRequest request) {
        Long token = request.token();
        Claim held = live(request.name());
        if (token == null) {
            if (held != null) {
                return Answer.failed(Code.CONFLICT);
            }
            return leased(request, new Claim(actor, facts.revision + 1, now().plus(request.ttl())));
        }
        if (!holds(actor, request.name(), token)) {
            return held == null && request.release()
                    ? Answer.done(facts.revision, Set.of())
                    : Answer.failed(Code.CONFLICT);
        }
        return leased(request, request.release() ? null : new Claim(actor, token, now().plus(request.ttl())));
    }

    private Answer leased(LeaseRequest request, @Nullable Claim claim) {
        if (claim == null) {
            facts.leases.remove(request.name());
        } else {
            facts.leases.put(request.name(), claim);
        }
        return commit(false, facts.document, Set.of());
    }

    private Answer share(String with, Access access) {
        if (with.equals(facts.owner)) {
            return access == Access.OWNER ? Answer.done(facts.revision, Set.of()) : Answer.failed(Code.INVALID);
        } else if (facts.access(with) == access) {
            return Answer.done(facts.revision, Set.of());
        }
        facts.grants.remove(with);
        if (access == Access.OWNER) {
            facts.owner = with;
        } else if (access != Access.NONE) {
            facts.grants.put(with, access);
        }
        return commit(false, facts.document, Set.of());
    }

    private Answer reopen(String actor) {
        if (!facts.exists || facts.access(actor) == Access.NONE) {
            return Answer.failed(Code.NOT_FOUND);
        } else if (facts.ended(now()) == null) {
            return Answer.done(facts.revision, Set.of());
        }
        fire();
        if (!facts.exists) {
            return Answer.failed(Code.NOT_FOUND);
        } else if (facts.access(actor).compareTo(Access.ADMIN) < 0) {
            return Answer.failed(Code.FORBIDDEN);
        }
        facts.closed = null;
        facts.expired = null;
        Answer answer = commit(false, facts.document, Set.of());
        facts.opened = facts.at;
        return answer;
    }

    private Answer erase(String actor) {
        if (!facts.exists || facts.access(actor) == Access.NONE) {
            return Answer.failed(Code.NOT_FOUND);
        } else if (facts.access(actor) != Access.OWNER) {
            return Answer.failed(Code.FORBIDDEN);
        }
        facts.exists = false;
        return Answer.done(0, Set.of());
    }

    /** A read counts as use once half of the idle time is over; answers why there is nothing to read, or null. */
    @Nullable Code read(String actor) {
        if (!facts.exists || facts.access(actor) == Access.NONE) {
            return Code.NOT_FOUND;
        }
        Instant now = now();
        Instant ended = facts.ended(now);
        if (ended != null) {
            return now.isBefore(ended.plus(Facts.RECOVERABLE)) ? Code.EXPIRED : Code.NOT_FOUND;
        }
        Duration idle = facts.idle;
        Instant expiry = facts.expiry();
        if (idle != null && expiry != null && expiry.equals(facts.used.plus(idle))) {
            if (Duration.between(now, expiry).compareTo(idle.dividedBy(2)) < 0) {
                fire();
                commit(false, facts.document, Set.of());
            }
        }
        return null;
    }

    // --- Events

    /** One event: every command that does something is one, and one revision. */
    Answer commit(boolean byTime, JsonObject after, Set<String> whole) {
        Instant now = now();
        facts.revision++;
        Set<String> changed = new TreeSet<>();
        Set<String> keys = new TreeSet<>(facts.document.keys());
        keys.addAll(after.keys());
        for (String key : keys) {
            if (!Objects.equals(facts.document.get(key), after.get(key))) {
                changed.add(key);
                facts.keyRevisions.remove(key);
                if (after.has(key)) {
                    facts.keyRevisions.put(key, facts.revision);
                }
            }
        }
        facts.documentRevision = changed.isEmpty() ? facts.documentRevision : facts.revision;
        facts.versions.add(new Version(facts.document, after, whole, Set.copyOf(facts.ends.keySet())));
        facts.document = after;
        facts.at = now;
        facts.used = byTime ? facts.used : now;
        return Answer.done(facts.revision, changed);
    }

    /** A change that can be taken back; with it, what was taken back before is given up. */
    void undoable(long revision) {
        facts.undoable.push(revision);
        facts.undone.clear();
    }

    boolean isValid(JsonObject document) {
        return valid.test(document);
    }

    private static long longOf(@Nullable Json number) {
        return ((JsonNumber) Objects.requireNonNull(number)).exactLong().orElseThrow();
    }
}
