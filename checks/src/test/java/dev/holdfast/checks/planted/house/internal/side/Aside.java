package dev.holdfast.checks.planted.house.internal.side;

import dev.holdfast.checks.planted.house.internal.ground.Base;

public record Aside(Base base) {}
