package dev.holdfast.checks.planted.house.internal.ground;

import dev.holdfast.checks.planted.house.annex.Annex;

/** Sees an annex. */
record Visiting(Annex annex) {}
