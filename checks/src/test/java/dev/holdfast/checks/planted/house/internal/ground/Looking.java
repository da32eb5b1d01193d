package dev.holdfast.checks.planted.house.internal.ground;

import java.time.InstantSource;

/** Impure: a clock that is given. */
record Looking(InstantSource clock) {}
