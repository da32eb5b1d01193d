package dev.holdfast.checks.planted.ring;

import dev.holdfast.checks.planted.ring.one.One;

public record Root(One one) {}
