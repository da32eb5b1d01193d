package dev.holdfast.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which tools a server shows. Every tool costs every conversation tokens, so the default is the smallest useful set. */
public enum Profile {
    /** Get and set, open, read, write, list, wait, undo and close. */
    CORE;

    /** The profile of that name, as given on a command line. */
    public static Optional<Profile> parse(String name) {
        return Stream.of(values())
                .filter(profile -> profile.toString().equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The tools, in the order they are listed. */
    List<StateTool> tools() {
        return switch (this) {
            case CORE ->
                List.of(
                        new ValueTool(),
                        new OpenTool(),
                        new ReadTool(),
                        new WriteTool(),
                        new ListTool(),
                        new WaitTool(),
                        new UndoTool(),
                        new CloseTool());
        };
    }
}
