package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.model.Ask.ToHave.Source;
import dev.holdfast.testkit.model.Facts.Done;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call that opens a state: by its handle, by a name, as the same as a call before, or a new one. */
final class ModelledOpening {
    /** The handle of a state that has none yet. */
    static final String NEW = "new";

    private final ModelledFamily family;
    private final String actor;

    ModelledOpening(ModelledFamily family, String actor) {
        this.family = family;
        this.actor = actor;
    }

    // --- Existing states

    Answer byHandle(ModelledState state, Ask.ToOpen open) {
        Facts facts = state.facts;
        if (!facts.isKnownTo(actor)) {
            return Answer.failed(Code.NOT_FOUND);
        }
        boolean ended = facts.ended(state.now()) != null;
        boolean losesName = ended && facts.name != null && family.claimed(facts.owner, facts.name) != state;
        boolean replayed = facts.remembers(actor, open.op());
        if (ended) {
            Answer reopened = reopened(state, open.op(), losesName);
            if (!reopened.isDone()) {
                return reopened;
            }
        }
        Answer answer = configured(state, open.settings());
        return answer.isDone() ? answer.replayed(replayed).with(Answer.NAME_LOST, losesName) : answer;
    }

    private Answer reopened(ModelledState state, @Nullable String op, boolean losesName) {
        Facts facts = state.facts;
        state.fire();
        if (!facts.isKnownTo(actor)) {
            return Answer.failed(Code.NOT_FOUND);
        }
        Answer before = state.replay(actor, op, "reopen");
        if (before != null) {
            return before;
        } else if (!facts.may(actor, Access.ADMIN)) {
            return Answer.failed(Code.FORBIDDEN);
        }
        facts.name = losesName ? null : facts.name;
        facts.closed = null;
        facts.expired = null;
        Answer answer = state.commitBeside(Deed.of(EventType.REOPENED, actor));
        facts.opened = facts.at;
        if (op != null) {
            facts.remembered.put(actor + " " + op, new Done("reopen", answer));
        }
        return answer;
    }

    private Answer configured(ModelledState state, NewSettings settings) {
        Facts facts = state.facts;
        if (!settings.differFrom(facts)) {
            return Answer.done(facts.revision);
        }
        state.fire();
        if (!facts.may(actor, Access.ADMIN)) {
            return Answer.failed(Code.FORBIDDEN);
        } else if (facts.ended(state.now()) != null) {
            return Answer.failed(Code.EXPIRED);
        } else if (settings.changeVerdictOf(facts)
                && !facts.verdict.with(settings.schema(), settings.rules()).allows(facts.document)) {
            return Answer.failed(Code.REJECTED);
        }
        settings.applyTo(facts);
        state.commitBeside(Deed.of(EventType.CONFIGURED, actor));
        return Answer.done(facts.revision);
    }

    // --- States that may have to be created

    /**
     * A name, or the id of a call without one, leads to the same state as before as long as that state is available.
     */
    Answer have(Ask.ToHave have) {
        String claim = have.name() != null ? have.name() : have.op() == null ? null : ModelledFamily.call(have.op());
        ModelledState claimed = claim == null ? null : family.claimed(actor, claim);
        if (claimed != null && leadsTo(claimed, have)) {
            return found(claimed, have);
        }
        Answer made = made(have);
        ModelledState state = family.born();
        if (!made.isDone() || state == null) {
            return made;
        } else if (claim != null) {
            family.claim(actor, claim, state);
        }
        boolean recoverable = claimed != null && claimed.facts.isRecoverable(claimed.now());
        return opened(state, have, true, false, claimed != null && recoverable ? claimed.facts.handle : "none");
    }

    private boolean leadsTo(ModelledState state, Ask.ToHave have) {
        Facts facts = state.facts;
        boolean open = facts.isOpen(state.now());
        boolean taken = open && facts.owner.equals(actor) && Objects.equals(facts.name, have.name());
        return taken || (facts.remembers(actor, have.op()) && (open || facts.isRecoverable(state.now())));
    }

    private Answer found(ModelledState state, Ask.ToHave have) {
        Facts facts = state.facts;
        Done first = facts.remembered.get(actor + " " + have.op());
        if (first != null && first.answer().revision() == 1) {
            return !facts.isKnownTo(actor)
                    ? Answer.failed(Code.NOT_FOUND)
                    : first.arguments().equals(have)
                            ? opened(state, have, true, true, "none")
                            : Answer.failed(Code.OP_REUSED);
        } else if (have.source() != null) {
            return Answer.failed(Code.INVALID);
        }
        Answer configured = configured(state, have.settings());
        return configured.isDone() ? opened(state, have, false, first != null, "none") : configured;
    }

    private static Answer opened(
            ModelledState state, Ask.ToHave have, boolean created, boolean replayed, String previous) {
        String handle = state.facts.handle.isEmpty() ? NEW : state.facts.handle;
        return Ask.ToHave.opened(handle, previous)
                .with(Answer.REVISION, state.facts.revision)
                .with(Answer.CREATED, created)
                .with(Answer.DATA_APPLIED, created || have.data() == null)
                .replayed(replayed);
    }

    private Answer made(Ask.ToHave have) {
        Source source = have.source();
        if (source == null) {
            return made(have, null, have.data() == null ? JsonObject.EMPTY : have.data(), Verdict.ANYTHING);
        }
        ModelledState of = family.state(source.handle());
        Code unreadable = of == null ? Code.NOT_FOUND : source.revision() == null ? of.read(actor) : of.look(actor);
        if (of == null || unreadable != null) {
            return Answer.failed(unreadable == null ? Code.NOT_FOUND : unreadable);
        }
        Facts facts = of.facts;
        long revision = source.revision() == null ? facts.revision : source.revision();
        Facts.Version version = facts.version(revision);
        return made(have, new Facts.Origin(facts, revision), version.lasting(), version.verdict());
    }

    private Answer made(Ask.ToHave have, Facts.@Nullable Origin origin, JsonObject document, Verdict otherwise) {
        Lineage lineage = origin == null
                ? new Lineage(family.ledger())
                : new Lineage(
                        family.ledger(), origin.of().version(origin.revision()).lineage());
        Facts facts =
                new Facts(actor, have.name(), origin, lineage, family.clock().instant());
        facts.verdict = otherwise;
        have.settings().applyTo(facts);
        if (!facts.allows(document)) {
            return Answer.failed(Code.REJECTED);
        }
        Cause cause = origin == null
                ? null
                : new Cause.Forked(new Version(new StateId(origin.of().handle), origin.revision()));
        ModelledState state =
                new ModelledState(facts, family.clock(), new Deed(EventType.CREATED, actor, null, cause), document);
        if (have.op() != null) {
            facts.remembered.put(actor + " " + have.op(), new Done(have, Answer.done(1)));
        }
        family.add(state);
        return Answer.done(1);
    }
}
