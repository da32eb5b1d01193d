package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void testkit_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.testkit");
    }

    @Test
    void engineAndJson_keepTheRules() {
        ArchitectureRules.check("dev.holdfast.json");
        ArchitectureRules.check("dev.holdfast.engine");
    }

    @Test
    void lowerModules_neverSeeWhatStandsOnThem() {
        ArchitectureRules.checkNeverSees("dev.holdfast.json", "dev.holdfast.engine");
        ArchitectureRules.checkNeverSees("dev.holdfast.engine", "dev.holdfast.mcp");
        ArchitectureRules.checkNeverSees("dev.holdfast.engine.spi", "dev.holdfast.engine.memory");
    }

    @Test
    void rules_findWhatBreaksThem() {
        assertThatThrownBy(
                        () -> ArchitectureRules.checkNeverSees("dev.holdfast.engine.memory", "dev.holdfast.engine.spi"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("MemoryLog");
        assertThatThrownBy(() -> ArchitectureRules.check("dev.holdfast.nothing.here"))
                .isInstanceOf(AssertionError.class);
    }
}
