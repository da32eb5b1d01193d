package dev.holdfast.checks.planted.arch;

import dev.holdfast.checks.planted.arch.pillar.Pillar;

public record Roof(Pillar pillar) {}
