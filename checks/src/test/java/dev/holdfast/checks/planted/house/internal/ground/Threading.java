package dev.holdfast.checks.planted.house.internal.ground;

/** Impure: a thread. */
record Threading(Thread thread) {}
