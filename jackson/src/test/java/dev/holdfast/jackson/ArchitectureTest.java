package dev.holdfast.jackson;

import dev.holdfast.checks.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void jackson_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.jackson");
        ArchitectureRules.checkSizes("dev.holdfast.jackson");
        ArchitectureRules.checkNeverSees("dev.holdfast.jackson", "dev.holdfast.mcp");
    }

    @Test
    void databind_isNotNeededByTheEngine() {
        ArchitectureRules.checkNeverSees("dev.holdfast.engine", "tools.jackson");
        ArchitectureRules.checkNeverSees("dev.holdfast.engine", "dev.holdfast.jackson");
    }
}
