package dev.holdfast.checks.planted.house.internal.upper;

import dev.holdfast.checks.planted.house.internal.side.Aside;

/** Sees a room that it is to keep apart from. */
record Peeking(Aside aside) {}
