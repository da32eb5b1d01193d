package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Rate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How often one caller may call, so that others need not wait for it. */
final class RateOption {
    /** A tenth of what a small machine stores durably, and far more than an agent needs. */
    private static final int DEFAULT = 1_000;

    private static final int NONE = 0;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = {
                "Let each principal make N calls a second, averaged over ten seconds; 0 for no limit.",
                "Default: 1000 where --api-keys or --issuer tell callers apart, else 0."
            })
    private @Nullable Integer rate;

    /** Refuses invalid rates, before a store is opened needlessly. */
    void check() {
        if (rate != null && rate < NONE) {
            throw CliFailure.invalid("--rate", "--rate is 0 or more calls a second, but is " + rate);
        }
    }

    /** @param several whether there may be several principals */
    Limits limits(boolean several) {
        int calls = perSecond(several);
        return calls == NONE ? Limits.DEFAULT : Limits.DEFAULT.withCallsPerPrincipal(Rate.perSecond(calls));
    }

    /** As printed at the start. */
    String describe(boolean several) {
        int calls = perSecond(several);
        return calls == NONE ? "without a limit of calls" : "each at most " + calls + " calls a second";
    }

    private int perSecond(boolean several) {
        if (rate != null) {
            return rate;
        }
        return several ? DEFAULT : NONE;
    }
}
