package dev.holdfast.mcp.sdk;

import dev.holdfast.checks.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void sdk_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.mcp.sdk");
        ArchitectureRules.checkSizes("dev.holdfast.mcp.sdk");
        ArchitectureRules.checkNeverSees("dev.holdfast.mcp.sdk", "dev.holdfast.engine.internal");
    }
}
