package dev.holdfast.store.file;

import dev.holdfast.checks.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void store_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.store.file");
        ArchitectureRules.checkSizes("dev.holdfast.store.file");
        ArchitectureRules.checkNeverSees("dev.holdfast.store.file", "dev.holdfast.mcp");
        ArchitectureRules.checkNeverSees("dev.holdfast.store.file", "dev.holdfast.store.jdbc");
    }
}
