package dev.holdfast.checks.planted.house.internal.ground;

import dev.holdfast.checks.planted.house.Value;

public record Base(Value value) {}
