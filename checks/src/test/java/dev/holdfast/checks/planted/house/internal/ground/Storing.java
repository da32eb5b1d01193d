package dev.holdfast.checks.planted.house.internal.ground;

import dev.holdfast.checks.planted.house.spi.CommitLog;

/** Impure: the store. */
record Storing(CommitLog log) {}
