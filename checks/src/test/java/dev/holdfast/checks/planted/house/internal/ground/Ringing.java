package dev.holdfast.checks.planted.house.internal.ground;

import dev.holdfast.checks.planted.house.Door;

/** Sees a door. */
record Ringing(Door door) {}
