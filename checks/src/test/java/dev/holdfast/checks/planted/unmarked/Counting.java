package dev.holdfast.checks.planted.unmarked;

/** In a package that is not null-marked, with a static field that changes. */
final class Counting {
    static int count = 1;

    private Counting() {}
}
