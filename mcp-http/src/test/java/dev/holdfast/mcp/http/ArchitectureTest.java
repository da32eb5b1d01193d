package dev.holdfast.mcp.http;

import dev.holdfast.checks.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void module_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.mcp.http");
        ArchitectureRules.checkSizes("dev.holdfast.mcp.http");
    }

    @Test
    void transport_neverSeesTheOther() {
        ArchitectureRules.checkNeverSees("dev.holdfast.mcp.http", "dev.holdfast.mcp.internal.stdio");
        ArchitectureRules.checkNeverSees("dev.holdfast.mcp.http", "dev.holdfast.mcp.internal.task");
    }
}
