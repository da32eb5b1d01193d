package dev.holdfast.checks.planted.house.spi;

public interface CommitLog {}
