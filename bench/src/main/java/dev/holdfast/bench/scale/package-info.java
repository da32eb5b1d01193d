/**
 * What a deployment carries, worked out instead of measured: a simulation of commands that queue for processors, shards
 * and disks, fed with the costs that the benchmarks measured. It prints the tables of {@code docs/scale.md}.
 */
@NullMarked
package dev.holdfast.bench.scale;

import org.jspecify.annotations.NullMarked;
