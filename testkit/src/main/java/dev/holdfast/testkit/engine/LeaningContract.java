package dev.holdfast.testkit.engine;

/** The suites of an engine that lean on its store most, for builds in which {@link EngineContract} takes too long. */
public interface LeaningContract
        extends OpeningContract,
                EndingContract,
                RetryingContract,
                CompactingContract,
                LongLogContract,
                FollowingContract,
                RegistersContract,
                TimerThreadContract,
                VerifyingContract {}
