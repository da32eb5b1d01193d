package dev.holdfast.checks.planted.ring.two;

import dev.holdfast.checks.planted.ring.one.One;

public record Two(One one) {}
