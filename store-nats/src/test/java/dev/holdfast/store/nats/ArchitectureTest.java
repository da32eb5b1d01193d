package dev.holdfast.store.nats;

import dev.holdfast.checks.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void store_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.store.nats");
        ArchitectureRules.checkSizes("dev.holdfast.store.nats");
        ArchitectureRules.checkNeverSees("dev.holdfast.store.nats", "dev.holdfast.mcp");
        ArchitectureRules.checkNeverSees("dev.holdfast.store.nats", "dev.holdfast.store.jdbc");
    }
}
