package dev.holdfast.checks.planted.ring.one;

import dev.holdfast.checks.planted.ring.Root;
import dev.holdfast.checks.planted.ring.two.Two;

/** Makes a cycle with the root, and another with its neighbour. */
public record One(Two two, Root root) {}
