package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Failure.Code;
import java.time.Instant;

/** Opening a state that was there before: as it is, with other settings, back from its end, by its name. */
final class ModelledOpening {
    private final ModelledState state;
    private final Facts facts;

    ModelledOpening(ModelledState state) {
        this.state = state;
        this.facts = state.facts;
    }

    Answer byHandle(String actor, NewSettings settings) {
        if (!facts.isKnownTo(actor)) {
            return Answer.failed(Code.NOT_FOUND);
        }
        if (facts.ended(state.now()) != null) {
            Answer reopened = reopened(actor);
            if (!reopened.isDone()) {
                return reopened;
            }
        }
        return settings.differFrom(facts) ? configured(actor, settings) : Answer.done(facts.revision);
    }

    private Answer reopened(String actor) {
        state.fire();
        if (!facts.exists) {
            return Answer.failed(Code.NOT_FOUND);
        } else if (!facts.may(actor, Access.ADMIN)) {
            return Answer.failed(Code.FORBIDDEN);
        }
        facts.name = facts.nameTaken ? null : facts.name;
        facts.closed = null;
        facts.expired = null;
        Answer answer = state.commitBeside(actor);
        facts.opened = facts.at;
        return answer;
    }

    private Answer configured(String actor, NewSettings settings) {
        state.fire();
        if (!facts.may(actor, Access.ADMIN)) {
            return Answer.failed(Code.FORBIDDEN);
        } else if (settings.largest() != null && !FewRules.allows(settings.largest(), facts.document)) {
            return Answer.failed(Code.REJECTED);
        }
        settings.applyTo(facts);
        state.commitBeside(actor);
        return Answer.done(facts.revision);
    }

    /** A name leads to the state as long as that is open and has it; otherwise it goes to a new one. */
    Answer byName() {
        Instant now = state.now();
        Instant ended = facts.ended(now);
        if (facts.nameTaken) {
            return Ask.ToOpenByName.answer(false, false, false);
        } else if (ended == null && facts.name != null) {
            return Ask.ToOpenByName.answer(false, true, false);
        }
        facts.nameTaken = true;
        boolean recoverable = ended != null && now.isBefore(ended.plus(Facts.RECOVERABLE));
        return Ask.ToOpenByName.answer(true, false, recoverable);
    }
}
