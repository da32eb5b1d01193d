package dev.holdfast.engine.audit;

import dev.holdfast.engine.spi.CommitLog;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * That an engine keeps an audit log, and how. Where the store is encrypted the log is too, with keys of the same vault.
 * Immutable.
 */
public final class Auditing {
    /** How long entries are kept unless said otherwise. */
    public static final Duration USUAL_TIME = Duration.ofDays(365);

    private static final int LONGEST_VIA = 40;

    private final @Nullable String address;
    private final @Nullable Supplier<CommitLog> log;
    private final Duration kept;
    private final String via;
    private final boolean operator;

    private Auditing(
            @Nullable String address, @Nullable Supplier<CommitLog> log, Duration kept, String via, boolean operator) {
        this.address = address;
        this.log = log;
        this.kept = kept;
        this.via = via;
        this.operator = operator;
    }

    /** The log is beside the store: at its address and {@code -audit}, or as {@code StoreProvider.beside} says. */
    public static Auditing beside() {
        return new Auditing(null, null, USUAL_TIME, "", false);
    }

    /** The log is at an address of its own, such as on another disk: {@code sqlite:PATH}, {@code file:DIR}. */
    public static Auditing at(String address) {
        return new Auditing(address, null, USUAL_TIME, "", false);
    }

    /** The log is in a store that the program opens, which the engine closes when it is closed. */
    public static Auditing in(Supplier<CommitLog> log) {
        return new Auditing(null, log, USUAL_TIME, "", false);
    }

    /**
     * The same where entries are kept for a time, at least a day. What is written holds for what is written from then
     * on: they go by the day, a day after their time at the latest.
     *
     * @throws IllegalArgumentException if it is less than a day
     */
    public Auditing keptFor(Duration time) {
        if (time.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("audit entries are kept for a day at least");
        }
        return new Auditing(address, log, time, via, operator);
    }

    /**
     * The same where entries say through which part of the program calls come.
     *
     * @param part at most 40 characters
     */
    public Auditing via(String part) {
        if (part.length() > LONGEST_VIA) {
            throw new IllegalArgumentException("the part of a program has at most " + LONGEST_VIA + " characters");
        }
        return new Auditing(address, log, kept, part, operator);
    }

    /**
     * The same for an engine that only the operator of the store uses: calls are recorded where that is possible, and
     * carried out where it is not.
     */
    public Auditing forOperator() {
        return new Auditing(address, log, kept, via, true);
    }

    /** How long entries are kept. */
    public Duration kept() {
        return kept;
    }

    /** Through which part of the program calls come; empty if it was not said. */
    public String via() {
        return via;
    }

    /** Whether calls are carried out although they cannot be recorded. */
    public boolean isForOperator() {
        return operator;
    }

    /**
     * Opens the log.
     *
     * @param store the address of the store; null if it was not opened by one
     * @param beside turns the address of a store into that of the log beside it
     * @param opener opens a store by its address
     * @throws IllegalArgumentException if the log is to be beside a store that has no address
     */
    public CommitLog open(@Nullable String store, UnaryOperator<String> beside, Function<String, CommitLog> opener) {
        if (log != null) {
            return log.get();
        } else if (address != null) {
            return opener.apply(address);
        } else if (store == null) {
            throw new IllegalArgumentException("say where the audit log of this store is kept");
        }
        return opener.apply(beside.apply(store));
    }

    @Override
    public String toString() {
        return "Auditing[" + (address == null ? "beside" : "at " + address) + ", kept " + kept + "]";
    }
}
