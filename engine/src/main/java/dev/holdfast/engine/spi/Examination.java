package dev.holdfast.engine.spi;

import java.util.List;

/**
 * What a look at a store found, without making or changing one.
 *
 * @param present whether there is a store; if not, opening the address would make one
 * @param findings what was looked at, in the order in which a reader wants it
 */
public record Examination(boolean present, List<StoreFinding> findings) {
    /** Nothing is known before the store is opened. */
    public static final Examination NONE = new Examination(true, List.of());

    public Examination {
        findings = List.copyOf(findings);
    }

    /** Whether the store can be expected to open. */
    public boolean isUsable() {
        return findings.stream().noneMatch(finding -> finding.level() == StoreFinding.Level.FAIL);
    }
}
