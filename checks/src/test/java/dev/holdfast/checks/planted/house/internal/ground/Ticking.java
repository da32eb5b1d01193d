package dev.holdfast.checks.planted.house.internal.ground;

/** Impure: a clock that is called. */
record Ticking(long at) {
    static Ticking now() {
        return new Ticking(System.nanoTime());
    }
}
