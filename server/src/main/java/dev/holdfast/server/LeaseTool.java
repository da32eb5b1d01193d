package dev.holdfast.server;

import dev.holdfast.engine.Lease;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Leased;
import dev.holdfast.engine.State;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.StateAnswer;
import java.time.Duration;

/** {@code state_lease}: acquires, renews or releases an exclusive claim that expires by itself. */
final class LeaseTool implements StateTool {
    private static final ToolSpec SPEC = ToolSpec.of(
            "state_lease",
            "Hold an exclusive lease called `name` on a state for ttl seconds; with its `token` renew it, or release"
                    + " it. Send the token with your writes (lease: {name: token}): they are refused once you no longer"
                    + " hold it.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "name":{"type":"string","description":"of what is claimed, as you all agree on"},
              "ttl":{"type":"integer","minimum":1},
              "token":{"type":"integer"},
              "release":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["handle","name"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "token":{"type":"integer"},
              "expires_at":{"type":"string"},
              "released":{"type":"boolean"},
              "replayed":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["revision","op"]}\
            """,
            ToolSpec.changing(false, false));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Arguments arguments = call.arguments();
        LeaseRequest request = new LeaseRequest(
                arguments.string("name"),
                ttl(arguments),
                arguments.integer("token"),
                arguments.flag("release"),
                arguments.optionalString("op"));
        State state = call.state();
        Leased leased = state.lease(request);
        Lease lease = leased.lease();
        StateAnswer answer = call.answerAbout(state).put("revision", leased.revision());
        if (lease != null) {
            answer.put("token", lease.token()).put("expires_at", lease.until().toString());
        }
        return answer.flag("released", lease == null)
                .flag("replayed", leased.replayed())
                .withOp();
    }

    private static Duration ttl(Arguments arguments) {
        Long seconds = arguments.integer("ttl");
        if (seconds == null && !arguments.flag("release")) {
            throw Refusal.invalid("ttl", "`state_lease` needs `ttl`, in seconds, unless it is to release");
        }
        return seconds == null ? Duration.ZERO : Duration.ofSeconds(seconds);
    }
}
