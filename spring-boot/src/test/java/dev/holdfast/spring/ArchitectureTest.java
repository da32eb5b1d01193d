package dev.holdfast.spring;

import dev.holdfast.checks.ArchitectureRules;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void spring_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.spring");
        ArchitectureRules.checkSizes("dev.holdfast.spring");
        ArchitectureRules.checkNeverSees("dev.holdfast.spring", "dev.holdfast.engine.internal");
    }

    /** Beans and chat memories need no server: only the tools for models do. */
    @Test
    void toolsAlone_seeTheProtocol() {
        Set<String> tools = Set.of("dev.holdfast.spring.tools");
        ArchitectureRules.checkOnlySeenBy("dev.holdfast.spring", "dev.holdfast.mcp", tools);
        ArchitectureRules.checkOnlySeenBy("dev.holdfast.spring", "dev.holdfast.server", tools);
        ArchitectureRules.checkOnlySeenBy("dev.holdfast.spring", "dev.holdfast.spring.tools", tools);
    }
}
