package dev.holdfast.engine.internal.image;

import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonPointerException;

/**
 * What a caller names by its revision: a key, or, as in operations, with a slash in front a JSON Pointer into the
 * document. No key begins with a slash.
 *
 * @param key the key that is named, or that the pointer leads into
 * @param revision of the last event that changed that key; 0 if there is nothing at the name
 */
public record Expected(String key, long revision) {
    /** What the name means in an image. */
    public static Expected of(String name, Image image) {
        if (!name.startsWith("/")) {
            return new Expected(name, revision(name, image));
        }
        try {
            JsonPointer pointer = JsonPointer.parse(name);
            boolean isAbsent = pointer.resolve(image.document()) == null;
            return new Expected(pointer.first(), isAbsent ? 0 : revision(pointer.first(), image));
        } catch (JsonPointerException e) {
            return new Expected(name, 0);
        }
    }

    /** Whether it stands as it was at that revision, where 0 means that there was nothing. */
    public boolean stands(long since) {
        // What was deleted has no revision to compare with, so only 0 speaks of absence.
        return since == 0 ? revision == 0 : revision > 0 && revision <= since;
    }

    private static long revision(String key, Image image) {
        Stamp stamp = image.stamps().get(key);
        return stamp == null ? 0 : stamp.revision();
    }
}
