package dev.holdfast.checks.planted.house.internal.upper;

import dev.holdfast.checks.planted.house.internal.ground.Base;

public record Top(Base base, Thread thread) {}
