package dev.holdfast.store.redis;

import dev.holdfast.checks.ArchitectureRules;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void store_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.store.redis");
        ArchitectureRules.checkSizes("dev.holdfast.store.redis");
        ArchitectureRules.checkNeverSees("dev.holdfast.store.redis", "dev.holdfast.mcp");
        ArchitectureRules.checkOnlySeenBy("dev.holdfast", "redis.clients", Set.of("dev.holdfast.store.redis"));
    }
}
