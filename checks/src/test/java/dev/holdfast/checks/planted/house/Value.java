package dev.holdfast.checks.planted.house;

public record Value(int number) {}
