package dev.holdfast.engine.moving;

import java.util.Locale;

/** What an export says of each state. */
public enum ExportContent {
    /** The whole history as it is stored, sealed where the store is encrypted. */
    HISTORY,
    /** The whole history in clear, to be read. It cannot be imported: the hashes are those of what was stored. */
    OPENED,
    /** The document as it is now, in clear, with name, labels, schema and rules. */
    VALUES;

    /** The word in the file. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The content that a word stands for.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ExportContent of(String wire) {
        for (ExportContent content : values()) {
            if (content.wire().equals(wire)) {
                return content;
            }
        }
        throw new IllegalArgumentException("a content that this version does not know: " + wire);
    }
}
