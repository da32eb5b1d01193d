package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.IfRevision;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Stamp;
import org.jspecify.annotations.Nullable;

/** Holds the revisions that a caller expects against an image. */
public final class Preconditions {
    private Preconditions() {}

    /** Whether the revisions that are expected are those of an image. */
    public static boolean hold(IfRevision expected, Image image) {
        return switch (expected) {
            case IfRevision.Any any -> true;
            case IfRevision.Document(long revision) ->
                image.documentRevision() <= revision && revision <= image.revision();
            case IfRevision.Keys(var revisions) ->
                revisions.entrySet().stream()
                        .allMatch(key -> holds(image.stamps().get(key.getKey()), key.getValue()));
        };
    }

    private static boolean holds(@Nullable Stamp stamp, long revision) {
        // A key that was deleted has no revision to compare with, so only 0 speaks of absence.
        return revision == 0 ? stamp == null : stamp != null && stamp.revision() <= revision;
    }
}
