package dev.holdfast.spring;

import dev.holdfast.checks.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void spring_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.spring");
        ArchitectureRules.checkSizes("dev.holdfast.spring");
        ArchitectureRules.checkNeverSees("dev.holdfast.spring", "dev.holdfast.mcp");
    }
}
