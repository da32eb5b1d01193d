package dev.holdfast.checks.planted.house;

import dev.holdfast.checks.planted.house.internal.ground.Base;

public record Door(Base base) {}
