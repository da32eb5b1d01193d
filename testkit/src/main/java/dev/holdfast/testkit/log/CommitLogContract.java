package dev.holdfast.testkit.log;

/**
 * The storage contract as a test suite. A backend's test only implements this interface and opens clients. Tests of
 * features that a backend does not offer, according to its {@link dev.holdfast.engine.spi.StoreInfo} or to answers that
 * the SPI allows, are reported as skipped.
 */
public interface CommitLogContract
        extends AppendContract,
                BatchContract,
                ReadContract,
                FeedContract,
                ListContract,
                ErasureContract,
                TruncationContract,
                BeginningContract,
                SnapshotContract,
                ReopeningContract,
                TwoClientsContract,
                LargeContract,
                ClosingContract,
                HistoryContract,
                ModelContract {}
