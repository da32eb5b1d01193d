package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ScopePolicy;
import dev.holdfast.server.shared.Callers;
import java.util.List;
import java.util.Set;

/**
 * Which scopes authenticated callers need: {@code state:admin} includes {@code state:write}, which includes
 * {@code state:read}. Answering questions takes one of its own.
 */
public final class StateScopes {
    /** Reads states. */
    public static final String READ = "state:read";

    /** Changes states too. */
    public static final String WRITE = "state:write";

    /** Everything, including sharing, erasing and reading the audit log. */
    public static final String ADMIN = "state:admin";

    /**
     * Answers questions that are put to people, and reads states. Apart from the others, which a model has: no other
     * scope includes it.
     */
    public static final String APPROVE = "state:approve";

    /** All that there are. */
    public static final Set<String> ALL = Set.of(READ, WRITE, ADMIN, APPROVE);

    private static final List<String> READING_METHODS = List.of(
            "prompts/get",
            "resources/list",
            "resources/read",
            "resources/subscribe",
            "subscriptions/listen",
            "events/poll",
            "events/stream",
            "events/subscribe",
            "events/unsubscribe",
            "completion/complete");

    private StateScopes() {}

    static ScopePolicy policy(Profile profile, Holdfast holdfast) {
        ScopePolicy.Builder policy = ScopePolicy.builder()
                .implies(ADMIN, Set.of(WRITE, READ))
                .implies(WRITE, Set.of(READ))
                .implies(APPROVE, Set.of(READ));
        READING_METHODS.forEach(method -> policy.method(method, Set.of(READ)));
        for (StateTool tool : profile.tools()) {
            ToolSpec spec = tool.spec();
            policy.tool(spec.name(), Set.of(scope(spec)));
        }
        holdfast.audit()
                .ifPresent(audit ->
                        policy.observer(caller -> audit.refused(Callers.principal(caller), Failure.Code.FORBIDDEN)));
        policy.tool(CloseTool.NAME, arguments -> Set.of(arguments.get("erase") == JsonBoolean.TRUE ? ADMIN : WRITE));
        return policy.tool("state", arguments -> Set.of(sets(arguments) ? WRITE : READ))
                .build();
    }

    private static String scope(ToolSpec spec) {
        if (spec.name().equals(ShareTool.NAME) || spec.name().equals(AuditTool.NAME)) {
            return ADMIN;
        } else if (spec.name().equals(AnswerTool.NAME)) {
            return APPROVE;
        }
        return spec.annotations().readOnly() ? READ : WRITE;
    }

    /** As in {@link ValueTool}: a null value with a null handle is an optional argument that the host filled in. */
    private static boolean sets(JsonObject arguments) {
        boolean filledIn = arguments.get("value") instanceof JsonNull && arguments.get("handle") instanceof JsonNull;
        return arguments.has("value") && !filledIn;
    }
}
