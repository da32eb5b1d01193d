package dev.holdfast.engine;

import java.util.SortedMap;

/**
 * What a change was worked out on before it is decided: it is carried out only if that still stands.
 *
 * @param documentRevision the last event that had changed the document
 * @param merges what of other states counted as merged
 */
record Basis(long documentRevision, SortedMap<String, MergePoint> merges) {
    static Basis of(Image image) {
        return new Basis(image.documentRevision(), image.facts().merges());
    }

    boolean holdsFor(Image image) {
        return equals(of(image));
    }
}
