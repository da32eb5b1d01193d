package dev.holdfast.engine.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of a state's log.
 *
 * @param base what stands for all commits up to its revision, given when the asked revision is no longer kept
 * @param commits dense and ascending
 * @param more whether further commits follow
 */
public record CommitPage(@Nullable Base base, List<Commit> commits, boolean more) {
    public CommitPage {
        commits = List.copyOf(commits);
    }
}
