package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Rate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of the store one caller may take, so that there is room for others. */
final class ShareOptions {
    private static final int KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    /** Ten calls a second of a hundred KiB each: more than an agent writes, and 84 GiB a day. */
    private static final int WRITE_RATE = 1_024;

    /** What is not written for so many seconds may be made up for. */
    private static final int SECONDS_AT_ONCE = 64;

    private static final int KEPT = 4_096;

    /** Waits of one caller at the same time; each costs a thread and a listener. */
    private static final int WAITS = 256;

    private static final int NONE = 0;

    @Option(
            names = "--write-rate",
            paramLabel = "KIB",
            description = {
                "Let each principal store so many KiB a second, averaged over 64 seconds; 0 for no limit.",
                "Default: 1024 where --api-keys or --issuer tell callers apart, else 0."
            })
    private @Nullable Integer writeRate;

    @Option(
            names = "--kept",
            paramLabel = "MIB",
            description = {
                "Let the documents of each principal take so many MiB together; 0 for no limit.",
                "Default: 4096 where --api-keys or --issuer tell callers apart, else 0."
            })
    private @Nullable Integer kept;

    /** Refuses invalid sizes, before a store is opened needlessly. */
    void check() {
        if (writeRate != null && (writeRate < NONE || writeRate > Integer.MAX_VALUE / KIB / SECONDS_AT_ONCE)) {
            throw CliFailure.invalid("--write-rate", "--write-rate is 0 to 32767 KiB a second, but is " + writeRate);
        } else if (kept != null && kept < NONE) {
            throw CliFailure.invalid("--kept", "--kept is 0 or more MiB, but is " + kept);
        }
    }

    /**
     * The limits with these shares.
     *
     * @param several whether there may be several principals
     */
    Limits limits(Limits others, boolean several) {
        int kib = writeRate != null ? writeRate : several ? WRITE_RATE : NONE;
        int mib = kept != null ? kept : several ? KEPT : NONE;
        Limits limits = several ? others.withWaitsPerPrincipal(WAITS) : others;
        limits = kib == NONE ? limits : limits.withWritesPerPrincipal(new Rate(kib * KIB, kib * KIB * SECONDS_AT_ONCE));
        return mib == NONE ? limits : limits.withKeptPerPrincipal(mib * MIB);
    }
}
