package dev.holdfast.engine.internal.image;

import java.util.Set;

/** What a state waits for, as headers tell it, so that those who can go on with it find it without reading it. */
final class Waits {
    private Waits() {}

    static Set<String> of(Image image) {
        return Set.of();
    }
}
