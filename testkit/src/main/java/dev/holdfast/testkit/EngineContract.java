package dev.holdfast.testkit;

/** What the engine promises, as a suite that is run on every store. After each test the logs are replayed. */
public interface EngineContract
        extends WritingContract,
                RetryingContract,
                UndoingContract,
                ReplayingContract,
                OpeningContract,
                ForkingContract,
                MergingContract,
                MergingAmongOthersContract,
                MergingModelContract,
                FollowingContract,
                ManyObserversContract,
                SharingContract,
                LeaseContract,
                AccessContract,
                TimeToLiveContract,
                QueueContract,
                EndingContract,
                TimerThreadContract,
                RegistersContract,
                CompactingContract,
                CompactedTwinContract,
                LongLogContract,
                VerifyingContract,
                MonitoringContract,
                InternalContract {}
