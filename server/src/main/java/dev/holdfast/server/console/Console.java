package dev.holdfast.server.console;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.server.Profile;
import dev.holdfast.server.StateServer;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** What the console's page is served by. */
public final class Console {
    /** Where the page is. */
    public static final String PAGE = "/";

    /** Where the page speaks the protocol. */
    public static final String ENDPOINT = "/console/mcp";

    private Console() {}

    /**
     * The server behind {@link #ENDPOINT}. Unless changes are wanted it has no tool that makes any, so that nothing the
     * page or its credential does can change a state.
     *
     * @param version of the product, as shown to clients
     * @param edit whether states may be changed, by callers that may change them
     */
    public static McpServer.Builder describe(Holdfast holdfast, String version, boolean edit) {
        return describe(holdfast, version, edit, Survey.daemons());
    }

    /** @param background does work over the whole store */
    static McpServer.Builder describe(Holdfast holdfast, String version, boolean edit, Executor background) {
        Profile profile = edit ? Profile.ALL : Profile.READING;
        Profile shown = holdfast.audit().isPresent() ? profile.withAudit() : profile;
        InstantSource clock = InstantSource.system();
        return StateServer.describe(holdfast, shown, version, false)
                .tool(new StateFacts(holdfast))
                .tool(new WaitingQuestions(holdfast))
                .tool(new StoreFigures(holdfast, new Survey<>(holdfast::count, background, clock)))
                .tool(new StoreVerification(holdfast, new Survey<>(holdfast::verify, background, clock)));
    }
}
