package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Limits;
import dev.holdfast.engine.internal.audit.Recorder;
import dev.holdfast.engine.internal.decision.Validator;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.CommitLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What an engine is given: time and randomness are never taken.
 *
 * @param log the store
 * @param clock tells the time
 * @param random where handles and command ids come from; cryptographically strong, safe for use by many threads
 * @param limits what is refused
 * @param validator checks documents against schemas and rules
 * @param removalPause how long before its removal a state must have been seen due for it
 * @param sealing with which keys what is stored is encrypted, if it is; it outlives the engine
 * @param recorder is told of what principals do
 */
public record Environment(
        CommitLog log,
        InstantSource clock,
        RandomGenerator random,
        Limits limits,
        Validator validator,
        Duration removalPause,
        Sealing sealing,
        Recorder recorder) {}
