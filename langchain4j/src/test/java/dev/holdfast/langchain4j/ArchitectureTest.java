package dev.holdfast.langchain4j;

import dev.holdfast.checks.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void langchain4j_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.langchain4j");
        ArchitectureRules.checkSizes("dev.holdfast.langchain4j");
        ArchitectureRules.checkNeverSees("dev.holdfast.langchain4j", "dev.holdfast.mcp");
    }
}
