package dev.holdfast.engine.custody;

/** Whom or what a store may hold something about. */
public sealed interface Subject {
    /** A principal, by its id. */
    record OfPrincipal(String id) implements Subject {
        @Override
        public String toString() {
            return "principal " + id;
        }
    }

    /** All states with a label, of all owners. */
    record Labelled(String label, String value) implements Subject {
        @Override
        public String toString() {
            return "label " + label + "=" + value;
        }
    }

    /** A principal. */
    static Subject principal(String id) {
        return new OfPrincipal(id);
    }

    /** What has a label. */
    static Subject label(String label, String value) {
        return new Labelled(label, value);
    }
}
