package dev.holdfast.mcp.internal.flight;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RpcError;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One countable thing of a server, such as running calls or bytes of answers. Each holder may have a bounded share of
 * it, so that a holder at its limit is refused and no other one is. Thread-safe; nothing here waits.
 */
public final class Shares {
    /** The value of the member {@code code} in the data of a refusal. */
    public static final String LIMIT = "limit";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> held = new HashMap<>();
    private final String what;
    private final String remedy;
    private final long each;
    private final long inAll;
    private final boolean largeIfAlone;
    private long total;

    private Shares(String what, String remedy, long each, long inAll, boolean largeIfAlone) {
        this.what = what;
        this.remedy = remedy;
        this.each = each;
        this.inAll = inAll;
        this.largeIfAlone = largeIfAlone;
    }

    /**
     * Shares of things that are counted.
     *
     * @param what is shared, in the plural
     * @param remedy what a holder at its limit can do, as a clause
     * @param each the most that one holder may have
     * @param inAll the most of all holders together
     */
    public static Shares of(String what, String remedy, long each, long inAll) {
        return new Shares(what, remedy, each, inAll, false);
    }

    /** Shares of memory. A single message may be larger than the share of its holder if the holder has nothing else. */
    static Shares ofMemory(String what, String remedy, long each, long inAll) {
        return new Shares(what, remedy, each, inAll, true);
    }

    /** Something that was taken, to be given back once by closing it. Not thread-safe. */
    public final class Taken implements AutoCloseable {
        private final String holder;
        private long amount;

        private Taken(String holder, long amount) {
            this.holder = holder;
            this.amount = amount;
        }

        /**
         * Takes more.
         *
         * @throws McpException if the holder or the server has no more; nothing is given back then
         */
        public void add(long more) {
            take(holder, more, amount);
            amount += more;
        }

        @Override
        public void close() {
            give(holder, amount);
            amount = 0;
        }
    }

    /**
     * Takes from a holder's share.
     *
     * @throws McpException if the holder or the server has no more
     */
    public Taken take(String holder, long amount) {
        take(holder, amount, 0);
        return new Taken(holder, amount);
    }

    /** @param own how much of what the holder has belongs to the same thing as {@code amount} */
    private void take(String holder, long amount, long own) {
        RpcError refusal;
        lock.lock();
        try {
            long has = held.getOrDefault(holder, 0L);
            refusal = refusal(has, amount, own);
            if (refusal == null && amount > 0) {
                held.put(holder, has + amount);
                total += amount;
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            throw McpException.of(refusal);
        }
    }

    /** Nothing is always given: an answer that is larger than all shares must not shut out short ones of others. */
    private @Nullable RpcError refusal(long has, long amount, long own) {
        if (amount == 0) {
            return null;
        }
        if (has + amount > each && !(largeIfAlone && has == own)) {
            return refusal("This caller may have at most " + each + " " + what + " at a time; " + remedy);
        }
        if (total + amount > inAll && !(largeIfAlone && total == own)) {
            return refusal("The server has no room for more " + what + " now; try again");
        }
        return null;
    }

    private RpcError refusal(String message) {
        return RpcError.internal(message).withData(JsonObject.of("code", Json.of(LIMIT), "limit", Json.of(what)));
    }

    /** Whether an error is a refusal for want of room. */
    public static boolean isLimit(RpcError error) {
        return error.data() instanceof JsonObject facts && LIMIT.equals(facts.string("code"));
    }

    private void give(String holder, long amount) {
        lock.lock();
        try {
            held.computeIfPresent(holder, (key, has) -> has > amount ? has - amount : null);
            total -= amount;
        } finally {
            lock.unlock();
        }
    }

    /** How much all holders have. */
    public long total() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }
}
