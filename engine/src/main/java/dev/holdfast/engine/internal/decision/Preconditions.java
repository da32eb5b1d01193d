package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.IfRevision;
import dev.holdfast.engine.internal.image.Expected;
import dev.holdfast.engine.internal.image.Image;

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
                        .allMatch(name -> Expected.of(name.getKey(), image).stands(name.getValue()));
        };
    }
}
