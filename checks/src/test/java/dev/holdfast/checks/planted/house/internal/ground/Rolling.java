package dev.holdfast.checks.planted.house.internal.ground;

import java.util.random.RandomGenerator;

/** Impure: chance. */
record Rolling(RandomGenerator dice) {}
