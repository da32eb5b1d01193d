package dev.holdfast.testkit;

import dev.holdfast.checks.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void testkit_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.testkit");
        ArchitectureRules.checkSizes("dev.holdfast.testkit");
    }

    @Test
    void engineAndJson_keepTheRules() {
        ArchitectureRules.check("dev.holdfast.json");
        ArchitectureRules.check("dev.holdfast.engine");
        ArchitectureRules.checkSizes("dev.holdfast.json");
    }

    @Test
    void lowerModules_neverSeeWhatStandsOnThem() {
        ArchitectureRules.checkNeverSees("dev.holdfast.json", "dev.holdfast.engine");
        ArchitectureRules.checkNeverSees("dev.holdfast.engine", "dev.holdfast.mcp");
        ArchitectureRules.checkNeverSees("dev.holdfast.engine.spi", "dev.holdfast.engine.memory");
    }

    @Test
    void publishedModules_neverSeeTheChecks() {
        ArchitectureRules.checkNeverSees("dev.holdfast.testkit", "dev.holdfast.checks");
        ArchitectureRules.checkNeverSees("dev.holdfast.engine", "dev.holdfast.checks");
        ArchitectureRules.checkNeverSees("dev.holdfast.json", "dev.holdfast.checks");
    }
}
