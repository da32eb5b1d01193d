package dev.holdfast.server;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.States;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.StateAnswer;

/** One call of a tool: its checked arguments and the states they act on. */
record StateCall(Holdfast holdfast, Principal principal, Arguments arguments) {

    static StateCall of(Holdfast holdfast, Principal principal, StateTool tool, JsonObject raw) {
        return new StateCall(holdfast, principal, Arguments.check(tool, raw));
    }

    States states() {
        return holdfast.as(principal);
    }

    /** The state that the required argument {@code handle} names. */
    State state() {
        return states().state(arguments.string("handle"));
    }

    /** Begins an answer. */
    StateAnswer answer() {
        return new StateAnswer(holdfast, arguments.leftOut());
    }

    /** Begins an answer about a state. A caller that gave a name learns the handle. */
    StateAnswer answerAbout(State state) {
        String asked = arguments.optionalString("handle");
        boolean known = asked != null && asked.equals(state.handle().value());
        return answer().putUnless(known, "handle", state.handle().value());
    }
}
