package dev.holdfast.checks.planted.house.internal.ground;

import java.util.concurrent.Future;

/** Impure: an interface of java.util.concurrent. */
record Waiting(Future<Base> later) {}
