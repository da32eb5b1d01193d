package dev.holdfast.mcp;

import dev.holdfast.checks.ArchitectureRules;
import dev.holdfast.checks.Rooms;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    private static final String ROOT = "dev.holdfast.mcp";

    @Test
    void module_keepsTheRules() {
        ArchitectureRules.check(ROOT);
        ArchitectureRules.checkSizes(ROOT);
    }

    @Test
    void rooms_keepTheirOrder() {
        ArchitectureRules.checkRooms(Rooms.of(ROOT, "wire", "flight", "task", "event", "era", "stdio")
                .doors("McpServer", "StdioTransport", "ServerChanges"));
    }
}
