package dev.holdfast.checks.planted.house.internal.cellar;

/** In a package that has no place in the order. */
record Hidden() {}
