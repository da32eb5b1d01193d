package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.server.Profile;
import dev.holdfast.server.StateServer;
import picocli.CommandLine.Option;

/** Which tools a server shows, and in how much detail. */
final class ToolOptions {
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = {
                "Which tools to show: core, and with it any of history, machine, workflow, share,",
                "lease, approval, or all; several with commas between them. Default: core."
            })
    private String profile = Profile.CORE.toString();

    @Option(names = "--output-schemas", description = "Publish the schemas of the tools' answers.")
    private boolean outputSchemas;

    /** What tells the servers of these options apart from those of others on the same store. */
    String kind() {
        return profile() + (outputSchemas ? " with output schemas" : "");
    }

    McpServer over(Holdfast holdfast) {
        return describe(holdfast).build();
    }

    McpServer.Builder describe(Holdfast holdfast) {
        return StateServer.describe(holdfast, profile(), ProductVersion.text(), outputSchemas);
    }

    Profile profile() {
        return Profile.parse(profile)
                .orElseThrow(() -> CliFailure.invalid(
                        "--profile", "--profile must be of " + Profile.names() + ", but is " + profile));
    }
}
