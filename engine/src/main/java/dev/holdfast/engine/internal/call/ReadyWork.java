package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.ClaimedStep;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.workflow.Bounds;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One call that finds a ready step among all runs that a principal may see, and claims it. Runs are found by what their
 * headers say they wait for, so those that wait for something else cost nothing. It begins at a random place among the
 * handles: then no run stands before the others, and workers seldom want the same one.
 */
public final class ReadyWork {
    /** How long a step that another process made ready may stay unseen. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private static final int PAGE = 16;

    /** How many runs one look tries. More are refused only to one who may not claim there, or in a great crowd. */
    private static final int MOST_TRIED = 64;

    private final Engine engine;
    private final Principal principal;
    private final RunRequest.Claim claim;
    private final Set<String> waits;
    private final @Nullable String commandId;
    private final Names names;

    /**
     * @param commandId the caller's id, for retries; null for none
     * @throws HoldfastException {@code invalid} if there are no kinds of work, or too many, or the lease is not
     *     possible
     */
    public ReadyWork(Engine engine, Principal principal, Set<String> work, Duration lease, @Nullable String commandId) {
        this.engine = engine;
        this.commandId = commandId;
        this.names = new Names(engine);
        this.principal = principal;
        this.claim = new RunRequest.Claim(Set.copyOf(work), lease);
        this.waits = work.stream().map(kind -> StateHeader.WORK + kind).collect(Collectors.toUnmodifiableSet());
        if (work.isEmpty() || work.size() > Bounds.KINDS) {
            throw Failure.invalid("work", "Name 1 to " + Bounds.KINDS + " kinds of work.")
                    .toException();
        } else if (lease.compareTo(Bounds.SHORTEST_LEASE) < 0 || lease.compareTo(Bounds.LONGEST_LEASE) > 0) {
            throw Failure.invalid("lease", "A lease is 1 second to 24 hours.").toException();
        }
    }

    /**
     * Claims a step, and waits for one if none is ready.
     *
     * @return empty if none became ready in time
     */
    public Optional<ClaimedStep> await(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Bell.Ring ring = engine.bell().listen(waits)) {
            Optional<ClaimedStep> found = before().or(this::look);
            long left = deadline - System.nanoTime();
            while (found.isEmpty() && left > 0) {
                ring.await(Math.min(left, POLL.toNanos()));
                found = look();
                left = deadline - System.nanoTime();
            }
            return found;
        }
    }

    /** What the same command claimed before. Where it looked last was written down before it claimed anything there. */
    private Optional<ClaimedStep> before() {
        StateId run = commandId == null
                ? null
                : names.claimOfSearch(principal, commandId).handle();
        return run == null ? Optional.empty() : new Running(engine, principal, run).tryToClaim(claim, commandId);
    }

    private Optional<ClaimedStep> claimOf(StateId run) {
        boolean goesOn = commandId == null || isWrittenDown(commandId, run);
        return goesOn ? new Running(engine, principal, run).tryToClaim(claim, commandId) : Optional.empty();
    }

    /** Writes down where the command claims, for its retry; false if a retry has done so at the same time. */
    private boolean isWrittenDown(String id, StateId run) {
        try {
            return names.pointSearch(names.claimOfSearch(principal, id), principal, run);
        } catch (HoldfastException e) {
            boolean forgotten =
                    e.failure().code() == Failure.Code.NOT_FOUND || e.failure().code() == Failure.Code.EXPIRED;
            throw forgotten ? Refusals.opReused(engine.freshCommandId()).toException() : e;
        }
    }

    private Optional<ClaimedStep> look() {
        StateId from = engine.freshHandle();
        int shards = engine.log().info().shards();
        int first = Math.floorMod(from.hashCode(), shards);
        Look look = new Look();
        for (int i = 0; i < shards && !look.isOver(); i++) {
            int shard = (first + i) % shards;
            look.through(shard, from, null);
            look.through(shard, null, from);
        }
        look.triedByOthers();
        return Optional.ofNullable(look.found);
    }

    /** One look through the runs that wait for work of these kinds. */
    private final class Look {
        private final HeaderFilter filter = HeaderFilter.waiting(principal.id(), waits);
        private final List<StateId> passed = new ArrayList<>();
        private @Nullable ClaimedStep found;
        private int tried;

        boolean isOver() {
            return found != null || tried + passed.size() >= MOST_TRIED;
        }

        /** Tries the runs of a shard from one handle, which is left out, to another. */
        void through(int shard, @Nullable StateId from, @Nullable StateId to) {
            StateId after = from;
            boolean more = !isOver();
            while (more) {
                StatePage page = engine.log().list(shard, filter, after, PAGE);
                page.states().forEach(listed -> tryOne(listed.id(), to));
                after = page.next();
                more = after != null && !isOver() && (to == null || after.compareTo(to) < 0);
            }
        }

        private void tryOne(StateId run, @Nullable StateId to) {
            if (isOver() || (to != null && run.compareTo(to) > 0)) {
                return;
            } else if (!engine.claims().begin(run)) {
                passed.add(run);
                return;
            }
            try {
                tried++;
                found = claimOf(run).orElse(null);
            } finally {
                engine.claims().end(run);
            }
        }

        /** A run may have more than the one step that another worker was claiming. */
        void triedByOthers() {
            for (int i = 0; i < passed.size() && found == null; i++) {
                found = claimOf(passed.get(i)).orElse(null);
            }
        }
    }
}
