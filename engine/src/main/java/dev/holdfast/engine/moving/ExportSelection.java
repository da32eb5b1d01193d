package dev.holdfast.engine.moving;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.StateId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which states are exported. */
public sealed interface ExportSelection {
    /** Everything in the store, of all owners, with what the engine and the protocol keep beside the states. */
    record All() implements ExportSelection {}

    /** Single states, each with its name. Handles of which there is no state are an error. */
    record Only(Set<StateId> handles) implements ExportSelection {
        public Only {
            handles = Set.copyOf(handles);
        }
    }

    /**
     * The states that a principal owns, with their names.
     *
     * @param owner the principal
     * @param namePrefix what their names begin with; null for all, those without a name included
     */
    record Of(Principal owner, @Nullable String namePrefix) implements ExportSelection {}
}
