package dev.holdfast.checks.planted.arch.pillar;

import dev.holdfast.checks.planted.arch.Roof;

/** Makes a cycle with the root, as doors and rooms do. */
public record Pillar(Roof roof) {}
