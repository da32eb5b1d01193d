package dev.holdfast.checks.planted.house;

import dev.holdfast.checks.planted.house.internal.ground.Base;

/** A word that sees a room. */
public record Leaking(Base base) {}
