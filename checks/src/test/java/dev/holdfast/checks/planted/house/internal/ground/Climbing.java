package dev.holdfast.checks.planted.house.internal.ground;

import dev.holdfast.checks.planted.house.internal.upper.Top;

/** Sees a room above. */
record Climbing(Top top) {}
