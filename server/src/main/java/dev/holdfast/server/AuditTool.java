package dev.holdfast.server;

import dev.holdfast.engine.Audit;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.audit.AuditPage;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** {@code state_audit}: who read, who was refused and who did what, for administrators. */
final class AuditTool implements StateTool {
    static final String NAME = "state_audit";

    private static final int PAGE = 50;
    private static final Duration USUAL_TIME = Duration.ofDays(1);
    private static final ToolSpec SPEC = ToolSpec.of(
            NAME,
            "Read the audit log, oldest first: who read, was refused, or did what. Default: the last day.",
            """
            {"type":"object","properties":{
              "principal":{"type":"string"},
              "handle":{"type":"string"},
              "did":{"type":"string","description":"such as read, write, erase"},
              "outcome":{"type":"string","description":"such as ok, not_found"},
              "since":{"type":"string","description":"ISO time"},
              "until":{"type":"string"},
              "cursor":{"type":"string"}}}\
            """,
            """
            {"type":"object","properties":{
              "entries":{"type":"array","items":{"type":"object","properties":{
                "at":{"type":"string"},
                "principal":{"type":"string"},
                "did":{"type":"string"},
                "handle":{"type":"string"},
                "outcome":{"type":"string"},
                "revision":{"type":"integer"},
                "count":{"type":"integer"},
                "via":{"type":"string"}},
               "required":["at","principal","did","outcome"]}},
              "cursor":{"type":"string"},
              "op":{"type":"string"}},
             "required":["entries","op"]}\
            """,
            ToolSpec.reading());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Audit audit = call.holdfast()
                .audit()
                .orElseThrow(() -> Refusal.invalid(NAME, "This server keeps no audit log; it is started with --audit"));
        AuditPage page = audit.read(call.principal(), query(call));
        return call.answer()
                .put(
                        "entries",
                        JsonArray.copyOf(
                                page.entries().stream().map(AuditEntry::toJson).toList()))
                .putIfPresent("cursor", page.next())
                .withOp();
    }

    private static AuditQuery query(StateCall call) {
        Arguments arguments = call.arguments();
        String handle = arguments.optionalString("handle");
        String did = arguments.optionalString("did");
        String outcome = arguments.optionalString("outcome");
        Instant since = arguments.instant("since");
        Instant until = arguments.instant("until");
        Instant end = until == null ? call.holdfast().clock().instant() : until;
        return new AuditQuery(
                arguments.optionalString("principal"),
                handle == null ? null : call.states().state(handle).handle(),
                did == null ? Set.of() : Set.of(kind(did)),
                outcome == null ? Set.of() : Set.of(outcome),
                since == null ? end.minus(USUAL_TIME) : since,
                until,
                arguments.optionalString("cursor"),
                PAGE);
    }

    private static AuditKind kind(String did) {
        try {
            return AuditKind.of(did);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("did", "`did` is one of those that entries have, such as read, write, erase");
        }
    }
}
