package dev.holdfast.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tools a server shows. Every tool costs every conversation tokens, so the default is the smallest useful set,
 * and others are added by name.
 */
public final class Profile {
    /** Get and set, open, read, write, list, wait, undo and close. */
    public static final Profile CORE = new Profile(EnumSet.noneOf(Part.class));

    /** Every tool that works on states. */
    public static final Profile ALL = new Profile(EnumSet.complementOf(EnumSet.of(Part.AUDIT)));

    /** Of these the tools that change nothing. */
    public static final Profile READING = new Profile(ALL.parts, true);

    private static final String NOTHING_MORE = "core";
    private static final String EVERYTHING = "all";

    private final Set<Part> parts;
    private final boolean reading;

    private Profile(Set<Part> parts) {
        this(parts, false);
    }

    private Profile(Set<Part> parts, boolean reading) {
        this.parts = parts;
        this.reading = reading;
    }

    /** Groups of tools that can be added to the core. */
    private enum Part {
        /** History and merging of forks. */
        HISTORY,
        /** States that follow a machine. */
        MACHINE,
        /** Runs of workflows. */
        WORKFLOW,
        /** Sharing a state with others. */
        SHARE,
        /** Exclusive claims that expire. */
        LEASE,
        /** Questions to people. */
        APPROVAL,
        /** The audit log, for administrators: apart from all others. */
        AUDIT;

        List<StateTool> tools() {
            return switch (this) {
                case HISTORY -> List.of(new HistoryTool(), new MergeTool());
                case MACHINE -> List.of(new SendTool());
                case WORKFLOW ->
                    List.of(
                            new WorkflowStartTool(),
                            new WorkflowNextTool(),
                            new WorkflowReportTool(),
                            new WorkflowStatusTool());
                case SHARE -> List.of(new ShareTool());
                case LEASE -> List.of(new LeaseTool());
                case APPROVAL -> List.of(new AskTool(), new AnswerTool());
                case AUDIT -> List.of(new AuditTool());
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The profile of that name, as given on a command line; several names with commas between them add up. */
    public static Optional<Profile> parse(String names) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String name : names.split(",", -1)) {
            if (name.equals(EVERYTHING)) {
                parts.addAll(ALL.parts);
            } else if (!name.equals(NOTHING_MORE)) {
                Optional<Part> part = Arrays.stream(Part.values())
                        .filter(known -> known.toString().equals(name))
                        .findFirst();
                if (part.isEmpty()) {
                    return Optional.empty();
                }
                parts.add(part.get());
            }
        }
        return Optional.of(new Profile(parts));
    }

    /** With the audit log, for administrators. */
    public Profile withAudit() {
        Set<Part> more = EnumSet.of(Part.AUDIT);
        more.addAll(parts);
        return new Profile(more, reading);
    }

    /** The names that {@link #parse} accepts, for messages. */
    public static String names() {
        return Stream.concat(
                        Stream.concat(
                                Stream.of(NOTHING_MORE),
                                Arrays.stream(Part.values()).map(Part::toString)),
                        Stream.of(EVERYTHING))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return parts.isEmpty()
                ? NOTHING_MORE
                : parts.stream().map(Part::toString).collect(Collectors.joining(","));
    }

    boolean has(String tool) {
        return tools().stream().anyMatch(shown -> shown.spec().name().equals(tool));
    }

    /** The tools, in the order they are listed. */
    List<StateTool> tools() {
        List<StateTool> tools = new ArrayList<>(List.of(
                new ValueTool(),
                new OpenTool(parts.contains(Part.MACHINE)),
                new ReadTool(),
                new WriteTool(parts.contains(Part.LEASE)),
                new ListTool(),
                new WaitTool(parts.contains(Part.APPROVAL)),
                new UndoTool(),
                new CloseTool()));
        parts.forEach(part -> tools.addAll(part.tools()));
        tools.removeIf(tool -> reading && !tool.spec().annotations().readOnly());
        return List.copyOf(tools);
    }
}
