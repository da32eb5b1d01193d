package dev.holdfast.cli;

import dev.holdfast.checks.ArchitectureRules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules for the modules above the engine; from here all of them can be seen. */
final class ArchitectureTest {
    @Test
    void everyModule_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.mcp");
        ArchitectureRules.check("dev.holdfast.auth");
        ArchitectureRules.check("dev.holdfast.telemetry");
        ArchitectureRules.checkSizes("dev.holdfast.telemetry");
        ArchitectureRules.check("dev.holdfast.rules");
        ArchitectureRules.checkSizes("dev.holdfast.rules");
        ArchitectureRules.check("dev.holdfast.server");
        ArchitectureRules.checkSizes("dev.holdfast.server");
        ArchitectureRules.check("dev.holdfast.cli");
        ArchitectureRules.checkSizes("dev.holdfast.cli");
    }

    @Test
    void rooms_areSeenByTheirModuleAlone() {
        for (String module : List.of("dev.holdfast.engine", "dev.holdfast.mcp")) {
            ArchitectureRules.checkOnlySeenBy("dev.holdfast", module + ".internal", Set.of(module));
        }
    }

    /** The sessions and links of a console are those of one process. */
    @Test
    void whatInstancesShare_isCountedByTheClockOfTheStore() {
        ArchitectureRules.checkMachineClock("dev.holdfast.server", Set.of("dev.holdfast.server.console"));
    }

    @Test
    void checks_areSeenByNoProductionCode() {
        ArchitectureRules.checkOnlySeenBy("dev.holdfast", "dev.holdfast.checks", Set.of());
    }

    @Test
    void protocolAndEngine_neverSeeEachOther() {
        ArchitectureRules.checkNeverSees("dev.holdfast.mcp", "dev.holdfast.engine");
        ArchitectureRules.checkNeverSees("dev.holdfast.mcp", "dev.holdfast.store");
        ArchitectureRules.checkNeverSees("dev.holdfast.engine", "dev.holdfast.mcp");
        ArchitectureRules.checkNeverSees("dev.holdfast.auth", "dev.holdfast.engine");
        ArchitectureRules.checkNeverSees("dev.holdfast.mcp", "dev.holdfast.auth");
        ArchitectureRules.checkNeverSees("dev.holdfast.mcp", "dev.holdfast.telemetry");
    }

    @Test
    void webServer_isSeenByItsTransportAlone() {
        ArchitectureRules.checkOnlySeenBy("dev.holdfast", "io.helidon", Set.of("dev.holdfast.mcp.http"));
    }

    /** So it is loaded only where a definition in YAML, or the settings of a host, are read. */
    @Test
    void yaml_isSeenByDefinitionFilesAndSettingsAlone() {
        ArchitectureRules.checkOnlySeenBy(
                "dev.holdfast", "org.snakeyaml", Set.of("dev.holdfast.cli.definition", "dev.holdfast.cli.attach"));
    }

    @Test
    void whatIsBelow_neverSeesWhatIsAbove() {
        ArchitectureRules.checkNeverSees("dev.holdfast.server", "dev.holdfast.store");
        ArchitectureRules.checkNeverSees("dev.holdfast.server", "dev.holdfast.cli");
        ArchitectureRules.checkNeverSees("dev.holdfast.engine", "dev.holdfast.rules");
        ArchitectureRules.checkNeverSees("dev.holdfast.server", "dev.holdfast.rules");
        ArchitectureRules.checkNeverSees("dev.holdfast.rules", "dev.holdfast.mcp");
        ArchitectureRules.checkNeverSees("dev.holdfast.rules", "dev.holdfast.server");
        ArchitectureRules.checkNeverSees("dev.holdfast.mcp", "dev.holdfast.server");
        ArchitectureRules.checkNeverSees("dev.holdfast.engine", "dev.holdfast.server");
        ArchitectureRules.checkNeverSees("dev.holdfast.cli", "dev.holdfast.store");
    }
}
