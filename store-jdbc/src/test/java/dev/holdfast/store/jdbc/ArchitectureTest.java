package dev.holdfast.store.jdbc;

import dev.holdfast.checks.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void stores_keepTheRules() {
        ArchitectureRules.check("dev.holdfast.store.jdbc");
        ArchitectureRules.checkSizes("dev.holdfast.store.jdbc");
        ArchitectureRules.checkNeverSees("dev.holdfast.store.jdbc", "dev.holdfast.mcp");
        ArchitectureRules.checkNeverSees("dev.holdfast.store.jdbc", "dev.holdfast.store.file");
    }
}
