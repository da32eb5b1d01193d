package dev.holdfast.junit;

import dev.holdfast.checks.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void junit_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.junit");
        ArchitectureRules.checkSizes("dev.holdfast.junit");
        ArchitectureRules.checkNeverSees("dev.holdfast.junit", "dev.holdfast.mcp");
    }

    @Test
    void engine_needsNoTestLibrary() {
        ArchitectureRules.checkNeverSees("dev.holdfast.engine", "org.junit");
    }
}
