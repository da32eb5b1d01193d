package dev.holdfast.langgraph4j;

import dev.holdfast.checks.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void langgraph4j_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.langgraph4j");
        ArchitectureRules.checkSizes("dev.holdfast.langgraph4j");
        ArchitectureRules.checkNeverSees("dev.holdfast.langgraph4j", "dev.holdfast.mcp");
    }
}
