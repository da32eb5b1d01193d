package dev.holdfast.engine.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of a state's log.
 *
 * @param base replaces all commits up to its revision; given if the requested revision is no longer kept
 * @param commits ascending, without gaps
 * @param more whether further commits follow
 */
public record CommitPage(@Nullable Base base, List<Commit> commits, boolean more) {
    public CommitPage {
        commits = List.copyOf(commits);
    }
}
