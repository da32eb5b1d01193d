package dev.holdfast.bench;

/**
 * What one run of the generator saw.
 *
 * @param answered responses in the measured time
 * @param failed of these, how many were not a success
 * @param total responses that were a success, warm-up included
 * @param perSecond responses a second in the measured time
 * @param p50 median response time in milliseconds
 * @param p99 response time in milliseconds that 99 % did not exceed
 */
record Load(long answered, long failed, long total, double perSecond, double p50, double p99) {}
