package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.Configuration;
import org.jspecify.annotations.Nullable;

/** Draws a chart as Mermaid text. */
public final class Diagram {
    private Diagram() {}

    /**
     * The chart as {@code stateDiagram-v2}. Labels are escaped, so that no name or expression is taken for markup.
     *
     * @param configuration the states to mark as active; null to mark none
     */
    public static String of(Chart chart, @Nullable Configuration configuration) {
        throw new UnsupportedOperationException();
    }
}
