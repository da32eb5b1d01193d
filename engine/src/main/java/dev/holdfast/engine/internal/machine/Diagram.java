package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.Configuration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws a chart as Mermaid text.
 *
 * <p>States are called {@code s} and a number, and names and expressions stand in labels alone, where everything but
 * letters, digits and a few signs is escaped. So no text of a definition is taken for markup.
 *
 * <p>Mermaid cannot draw an arrow from a state to one within it. Such transitions begin at a small state <i>any</i>
 * within, since they are taken from any state there.
 */
public final class Diagram {
    private static final int LONGEST_LABEL = 80;
    private static final String INDENT = "    ";

    private final Chart chart;
    private final BitSet marked;
    private final BitSet startsInside = new BitSet();
    private final StringBuilder text = new StringBuilder("stateDiagram-v2\n");

    private Diagram(Chart chart, BitSet marked) {
        this.chart = chart;
        this.marked = marked;
        chart.states()
                .forEach(state -> edges(state).stream()
                        .filter(Diagram::isInside)
                        .forEach(edge -> startsInside.set(edge.source().index())));
    }

    /**
     * The chart as {@code stateDiagram-v2}.
     *
     * @param configuration the states to mark as active; null to mark none
     * @throws IllegalArgumentException if it names states which the chart does not have
     */
    public static String of(Chart chart, @Nullable Configuration configuration) {
        BitSet marked = configuration == null ? new BitSet() : new Situation(chart, configuration).active();
        return new Diagram(chart, marked).draw();
    }

    private String draw() {
        drawWithin(chart.root(), 1);
        chart.states().forEach(state -> edges(state).forEach(this::draw));
        for (ChartState state : chart.states()) {
            if (state.kind() == StateKind.FINAL) {
                line(1, name(state) + " --> [*]");
            }
        }
        line(1, "classDef active fill:#cde498,stroke:#13540c,stroke-width:2px,color:#000");
        marked.stream()
                .mapToObj(chart.states()::get)
                .filter(state -> state.kind().isLeaf() && state.parent() != null)
                .forEach(state -> line(1, "class " + name(state) + " active"));
        return text.toString();
    }

    private void drawWithin(ChartState state, int level) {
        Behaviour.Initial initial = state.behaviour().initial();
        if (initial != null) {
            line(level, "[*] --> " + name(initial.target()));
        }
        if (startsInside.get(state.index())) {
            line(level, "state \"any\" as " + name(state) + "any");
        }
        boolean first = true;
        for (ChartState child : state.children()) {
            if (state.kind() == StateKind.PARALLEL && !first) {
                line(level, "--");
            }
            draw(child, level);
            first = false;
        }
    }

    private void draw(ChartState state, int level) {
        String label = switch (state.kind()) {
            case SHALLOW -> state.key() + " (H)";
            case DEEP -> state.key() + " (H*)";
            case ATOMIC, COMPOUND, PARALLEL, FINAL -> state.key();
        };
        String declared = "state \"" + escaped(label) + "\" as " + name(state);
        if (state.children().isEmpty()) {
            line(level, declared);
        } else {
            line(level, declared + " {");
            drawWithin(state, level + 1);
            line(level, "}");
        }
    }

    private void draw(Edge edge) {
        String from = isInside(edge) ? name(edge.source()) + "any" : name(edge.source());
        List<ChartState> targets = edge.targets().isEmpty() ? List.of(edge.source()) : edge.targets();
        for (ChartState target : targets) {
            String to = target == edge.source() && isInside(edge) ? from : name(target);
            line(1, from + " --> " + to + " : " + escaped(label(edge)));
        }
    }

    /** Whether an arrow would lead from a state into itself, and it has others within it. */
    private static boolean isInside(Edge edge) {
        ChartState source = edge.source();
        boolean leadsInside = edge.targets().isEmpty()
                || edge.targets().stream().anyMatch(target -> target == source || target.isWithin(source));
        return leadsInside && (!source.children().isEmpty() || source.parent() == null);
    }

    private static String label(Edge edge) {
        String event = edge.descriptor().isEmpty() ? "always" : shortened(edge);
        return edge.guard() == null ? event : event + " [" + edge.guard().source() + "]";
    }

    /** The event as the author wrote it. */
    private static String shortened(Edge edge) {
        ChartState source = edge.source();
        if (edge.descriptor().equals(source.doneEvent())) {
            return "done";
        }
        return source.behaviour().delays().stream()
                .filter(delay -> delay.event().equals(edge.descriptor()))
                .map(delay -> "after " + delay.key())
                .findFirst()
                .orElse(edge.descriptor());
    }

    private static List<Edge> edges(ChartState state) {
        Behaviour behaviour = state.behaviour();
        return Stream.concat(
                        behaviour.on().entrySet().stream()
                                .map(Map.Entry::getValue)
                                .flatMap(List::stream),
                        behaviour.always().stream())
                .toList();
    }

    private static String name(ChartState state) {
        return "s" + state.index();
    }

    private void line(int level, String line) {
        text.append(INDENT.repeat(level)).append(line).append('\n');
    }

    /**
     * A label whose text is taken for nothing else: letters and digits as they are, the rest as entities. Spaces too,
     * as {@code direction TB} is a command wherever it stands in a line.
     */
    static String escaped(String label) {
        StringBuilder escaped = new StringBuilder();
        int length = Math.min(label.codePointCount(0, label.length()), LONGEST_LABEL);
        label.codePoints().limit(length).forEach(character -> {
            boolean isPlain = Character.isLetterOrDigit(character) || character == '_';
            if (isPlain) {
                escaped.appendCodePoint(character);
            } else {
                escaped.append('#').append(character).append(';');
            }
        });
        return length < label.codePointCount(0, label.length())
                ? escaped.append('…').toString()
                : escaped.toString();
    }
}
