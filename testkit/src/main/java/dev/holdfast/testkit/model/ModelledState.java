package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.testkit.model.Facts.Claim;
import dev.holdfast.testkit.model.Facts.Done;
import dev.holdfast.testkit.model.Facts.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The promises of a state, command by command. The model has no logs, caches, stores or threads. */
final class ModelledState {
    private final InstantSource clock;
    private final ModelledTime time;
    final Facts facts;

    /**
     * @param origin the event that created it
     * @param document its first document
     */
    ModelledState(Facts facts, InstantSource clock, Deed origin, JsonObject document) {
        this.facts = facts;
        this.clock = clock;
        this.time = new ModelledTime(this);
        commit(origin, document, Set.of());
    }

    /** The present, by which everything is decided and read. */
    Instant now() {
        return clock.instant();
    }

    /** The time of the next event, which never goes back within a state. */
    private Instant at() {
        return now().isBefore(facts.at) ? facts.at : now();
    }

    void fire() {
        time.fire();
    }

    /** Does what the timer thread does: fires what is due by the clock. */
    void fireIfDue() {
        Instant due = facts.exists ? facts.nextDue() : null;
        if (due != null && !clock.instant().isBefore(due)) {
            fire();
        }
    }

    /** The same, before something is worked out on the state. */
    void fireIfDueOrAhead() {
        if (facts.exists && facts.isTakenAfter(now())) {
            fire();
        }
        fireIfDue();
    }

    // --- Commands

    /** Answers a request that concerns this state only. */
    Answer ask(String actor, Ask.OfOne ask) {
        return switch (ask) {
            case Ask.ToUndo undo -> new ModelledUndo(this, actor, undo).answer();
            case Ask.ToWrite(var arguments, var op) ->
                once(
                        actor,
                        op,
                        arguments,
                        Access.WRITE,
                        () -> new ModelledWrite(this, actor, now(), null).answer(arguments));
            case Ask.ToLease(var request) ->
                once(actor, request.commandId(), request, Access.WRITE, () -> lease(actor, request));
            case Ask.ToShare(var with, var access) ->
                once(actor, null, ask, toShare(actor, with, access), () -> share(actor, with, access));
            case Ask.ToClose(String op) -> once(actor, op, "close", Access.ADMIN, () -> close(actor));
            case Ask.ToErase erase -> erase(actor);
        };
    }

    private static Access toShare(String actor, String with, Access access) {
        boolean leaves = access == Access.NONE && with.equals(actor);
        return access == Access.OWNER ? Access.OWNER : leaves ? Access.READ : Access.ADMIN;
    }

    /**
     * The order of the checks of a command: does the state exist for the actor, is the command a retry, is it allowed,
     * is the state open. A command of one who must not know of the state does not touch it.
     */
    Answer once(String actor, @Nullable String op, Object arguments, Access needed, Supplier<Answer> action) {
        if (!isKnownAfterFiring(actor)) {
            return Answer.failed(Code.NOT_FOUND);
        }
        Answer before = replay(actor, op, arguments);
        if (before != null) {
            return before;
        } else if (!facts.may(actor, needed)) {
            return Answer.failed(Code.FORBIDDEN);
        } else if (facts.ended(now()) != null) {
            return Answer.failed(Code.EXPIRED);
        }
        long revision = facts.revision;
        Answer answer = action.get();
        if (op != null && answer.isDone() && facts.revision > revision) {
            facts.remembered.put(actor + " " + op, new Done(arguments, answer));
        }
        return answer.isDone() ? answer.replayed(false) : answer;
    }

    private boolean isKnownAfterFiring(String actor) {
        if (facts.isKnownTo(actor)) {
            fire();
        }
        return facts.isKnownTo(actor);
    }

    @Nullable Answer replay(String actor, @Nullable String op, Object arguments) {
        Done done = op == null ? null : facts.remembered.get(actor + " " + op);
        if (done == null) {
            return null;
        }
        return done.arguments().equals(arguments) ? done.again() : Answer.failed(Code.OP_REUSED);
    }

    private Answer lease(String actor, LeaseRequest request) {
        Long token = request.token();
        Instant now = now();
        Claim held = facts.lease(request.name(), now);
        boolean counts = token == null ? held == null : facts.holds(actor, request.name(), token, now);
        if (!counts) {
            return held == null && request.release() ? Answer.done(facts.revision) : Answer.failed(Code.CONFLICT);
        } else if (request.release()) {
            facts.leases.remove(request.name());
        } else {
            long granted = token == null ? facts.revision + 1 : token;
            facts.leases.put(request.name(), new Claim(actor, granted, now, now.plus(request.ttl())));
        }
        return commitBeside(Deed.of(EventType.LEASED, actor)).without(Answer.CHANGED);
    }

    /** A handover ends the new owner's grant and takes the state's name away. */
    private Answer share(String actor, String with, Access access) {
        if (with.equals(facts.owner)) {
            return access == Access.OWNER ? Answer.done(facts.revision) : Answer.failed(Code.INVALID);
        } else if (facts.grants.getOrDefault(with, Access.NONE) == access) {
            return Answer.done(facts.revision);
        }
        boolean granted = facts.grants.remove(with) != null;
        if (access == Access.OWNER) {
            String giver = facts.giver == null ? facts.owner : facts.giver;
            facts.giver = giver.equals(with) ? null : giver;
            facts.owner = with;
            facts.name = null;
        } else if (access != Access.NONE) {
            facts.grants.put(with, access);
        }
        if (access == Access.OWNER || access == Access.NONE) {
            facts.offered.remove(with);
        } else if (!granted) {
            facts.offered.add(with);
        }
        if (access == Access.NONE || access == Access.READ) {
            facts.leases.values().removeIf(claim -> claim.holder().equals(with));
        }
        return commitBeside(Deed.of(EventType.SHARED, actor)).without(Answer.CHANGED);
    }

    private Answer close(String actor) {
        facts.closed = at();
        return commitBeside(Deed.of(EventType.CLOSED, actor)).without(Answer.CHANGED);
    }

    private Answer erase(String actor) {
        if (!isKnownAfterFiring(actor)) {
            return Answer.failed(Code.NOT_FOUND);
        } else if (facts.access(actor) != Access.OWNER) {
            return Answer.failed(Code.FORBIDDEN);
        }
        facts.exists = false;
        return Answer.done(0);
    }

    /** Why the state cannot be seen; null if it can. */
    @Nullable Code look(String actor) {
        if (!facts.isKnownTo(actor)) {
            return Code.NOT_FOUND;
        } else if (facts.ended(now()) == null) {
            return null;
        }
        return facts.isRecoverable(now()) ? Code.EXPIRED : Code.NOT_FOUND;
    }

    /**
     * Reads the state, which counts as use once half of the idle time has passed. Returns why it cannot be read; null
     * if it can.
     */
    @Nullable Code read(String actor) {
        Code unseen = look(actor);
        if (unseen != null) {
            return unseen;
        }
        take(actor);
        Instant now = now();
        Duration idle = facts.idle;
        Instant expiry = facts.expiry();
        if (idle != null && expiry != null && expiry.isBefore(facts.oldest())) {
            if (Duration.between(now, expiry).compareTo(idle.dividedBy(2)) < 0) {
                fire();
                commitBeside(Deed.of(EventType.RENEWED, actor));
            }
        }
        return null;
    }

    /** The first call of a principal takes what it was given. */
    private void take(String actor) {
        if (facts.await(actor)) {
            fire();
            facts.offered.remove(actor);
            facts.giver = actor.equals(facts.owner) ? null : facts.giver;
            commitBeside(Deed.of(EventType.ACCEPTED, actor));
        }
    }

    // --- Events

    /** An event that leaves the document as it is. */
    Answer commitBeside(Deed deed) {
        return commit(deed, facts.document, Set.of());
    }

    /** Commits one event: every command that changes something makes exactly one event and one revision. */
    Answer commit(Deed deed, JsonObject after, Set<JsonPointer> whole) {
        Instant now = at();
        Set<String> changed = Lineage.differing(facts.document, after);
        JsonObject before = facts.document;
        facts.revision++;
        facts.at = now;
        facts.used = deed.byTime() ? facts.used : now;
        become(after, changed);
        Version version = new Version(
                deed,
                now,
                before,
                after,
                changed,
                whole,
                Set.copyOf(facts.ends.keySet()),
                facts.verdict,
                facts.lineage.moment());
        facts.versions.add(version);
        Long kept = facts.keep.revisions();
        facts.compactable = kept == null ? facts.compactable : Math.max(facts.compactable, facts.revision - kept + 1);
        return Answer.done(facts.revision, changed);
    }

    private void become(JsonObject document, Set<String> changed) {
        JsonObject before =
                facts.versions.isEmpty() ? began(document) : facts.newest().lasting();
        facts.document = document;
        changed.forEach(key -> facts.keyRevisions.put(key, facts.revision));
        facts.keyRevisions.keySet().removeIf(key -> !document.has(key));
        facts.documentRevision = changed.isEmpty() ? facts.documentRevision : facts.revision;
        JsonObject lasting = facts.lasting();
        Lineage.differing(before, lasting).forEach(key -> facts.lineage.change(key, lasting.get(key)));
    }

    /** Begins the lineage: a fork with the changes of its source, any other state with its first document. */
    private JsonObject began(JsonObject document) {
        return facts.origin == null ? JsonObject.EMPTY : document;
    }

    /** Notes a change that can be undone; what was undone before can then no longer be redone. */
    void undoable(long revision) {
        facts.undoable.push(revision);
        facts.undone.clear();
    }
}
