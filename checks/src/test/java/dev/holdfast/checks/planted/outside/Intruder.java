package dev.holdfast.checks.planted.outside;

import dev.holdfast.checks.planted.house.internal.ground.Base;

/** Sees a room of a house that is not its own. */
record Intruder(Base base) {}
