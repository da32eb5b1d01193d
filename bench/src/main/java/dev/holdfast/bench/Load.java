package dev.holdfast.bench;

/**
 * What one run of the generator saw.
 *
 * @param answered successful responses, those of the warm-up included; one that is not a success ends the run
 * @param perSecond responses a second in the measured time
 * @param p50 median response time in milliseconds
 * @param p99 response time in milliseconds that 99 % did not exceed
 */
record Load(long answered, double perSecond, double p50, double p99) {}
