package dev.holdfast.store.jdbc;

import dev.holdfast.checks.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void stores_keepTheRules() {
        ArchitectureRules.check("dev.holdfast.store");
        ArchitectureRules.checkNeverSees("dev.holdfast.store", "dev.holdfast.mcp");
    }
}
