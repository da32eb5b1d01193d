package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.MergePoint;
import java.util.SortedMap;

/**
 * What a change was worked out on before it is decided: it is carried out only if that still stands.
 *
 * @param documentRevision the last event that had changed the document
 * @param merges what of other states counted as merged
 */
public record Basis(long documentRevision, SortedMap<String, MergePoint> merges) {
    public static Basis of(Image image) {
        return new Basis(image.documentRevision(), image.facts().merges());
    }

    boolean holdsFor(Image image) {
        return equals(of(image));
    }
}
