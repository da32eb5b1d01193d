package dev.holdfast.checks.planted.house.annex;

import dev.holdfast.checks.planted.house.internal.ground.Base;

public record Annex(Base base) {}
