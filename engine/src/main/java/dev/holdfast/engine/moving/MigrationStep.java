package dev.holdfast.engine.moving;

import java.util.Locale;

/**
 * How far a migration is.
 *
 * @param stage what it is doing
 * @param states how many states it has looked at in this stage
 * @param events how many events it has copied
 * @param bytes the size of those, in bytes
 */
public record MigrationStep(Stage stage, long states, long events, long bytes) {
    /** What a migration does, in this order. */
    public enum Stage {
        /** It copies everything there is, while the store is used. */
        COPYING,
        /** It copies what was changed meanwhile, round by round, while the store is used. */
        CATCHING_UP,
        /** The store takes no changes: what is left is copied, and both are compared. */
        STOPPED,
        /** The states are in the other store, and both say so. */
        MOVED;

        /** The word that people see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
