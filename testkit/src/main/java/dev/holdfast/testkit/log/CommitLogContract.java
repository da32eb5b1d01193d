package dev.holdfast.testkit.log;

/**
 * The storage contract as a test suite. A backend's test implements this and opens clients; nothing else. What a
 * backend does not offer, as told by its {@link dev.holdfast.engine.spi.StoreInfo} or by the answers the SPI allows, is
 * skipped visibly.
 */
public interface CommitLogContract
        extends AppendContract,
                BatchContract,
                ReadContract,
                FeedContract,
                ListContract,
                ErasureContract,
                TruncationContract,
                SnapshotContract,
                ReopeningContract,
                TwoClientsContract,
                LargeContract,
                ClosingContract,
                HistoryContract,
                ModelContract {}
