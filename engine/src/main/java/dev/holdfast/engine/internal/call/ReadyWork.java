package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.Waits;
import dev.holdfast.engine.internal.workflow.Bounds;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.workflow.ClaimedStep;
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

    private static final int PAGE = 32;

    /** How many runs one look tries. More are refused only to one who may not claim there, or in a great crowd. */
    private static final int MOST_TRIED = 64;

    private final Engine engine;
    private final Principal principal;
    private final RunRequest.Claim claim;
    private final Set<String> waits;
    private final HeaderFilter search;
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
        this.search = HeaderFilter.waiting(principal.id(), waits);
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
        Optional<ClaimedStep> found = before().or(this::look);
        return found.isPresent() || timeout.isZero() ? found : awaitUntil(deadline);
    }

    /** Only those who wait listen: each commit looks at all who do. */
    private Optional<ClaimedStep> awaitUntil(long deadline) throws InterruptedException {
        try (Bell.Ring ring = engine.bell().listen(waits)) {
            Optional<ClaimedStep> found = look();
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
        Look look = new Look();
        look.throughFound();
        look.throughStore();
        look.triedByOthers();
        return Optional.ofNullable(look.found);
    }

    /**
     * How many steps of a run wait for the caller, by what its image says. So a run that moved on since it was listed
     * is not asked for what it does not have, which it would refuse with the turn, and after what was stored before.
     */
    private int ready(StateId run) {
        return Waits.steps(engine.images().current(run), waits);
    }

    /** One look through the runs that wait for work of these kinds. */
    private final class Look {
        private final List<StateId> passed = new ArrayList<>();
        private @Nullable ClaimedStep found;
        private int tried;

        boolean isOver() {
            return found != null || tried + passed.size() >= MOST_TRIED;
        }

        /** Tries the runs that searches before left. */
        void throughFound() {
            StateId next = engine.foundRuns().poll(search);
            while (next != null) {
                tryOne(next);
                next = isOver() ? null : engine.foundRuns().poll(search);
            }
        }

        void throughStore() {
            StateId from = engine.freshHandle();
            int shards = engine.log().info().shards();
            int first = Math.floorMod(from.hashCode(), shards);
            for (int i = 0; i < shards && !isOver(); i++) {
                int shard = (first + i) % shards;
                through(shard, from, null);
                through(shard, null, from);
            }
        }

        /** Tries the runs of a shard from one handle, which is left out, to another. */
        private void through(int shard, @Nullable StateId from, @Nullable StateId to) {
            StateId after = from;
            boolean more = !isOver();
            while (more) {
                StatePage page = engine.log().list(shard, search, after, PAGE);
                List<StateId> runs = page.states().stream()
                        .map(StatePage.Listed::id)
                        .filter(run -> to == null || run.compareTo(to) <= 0)
                        .toList();
                tryAll(runs);
                after = page.next();
                more = after != null && !isOver() && (to == null || after.compareTo(to) < 0);
            }
        }

        private void tryAll(List<StateId> runs) {
            for (int i = 0; i < runs.size() && !isOver(); i++) {
                tryOne(runs.get(i));
                if (found != null) {
                    engine.foundRuns().leave(search, runs.subList(i + 1, runs.size()));
                }
            }
        }

        private void tryOne(StateId run) {
            int ready = ready(run);
            if (ready == 0) {
                return;
            } else if (!engine.claims().begin(run, ready)) {
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

        /** Those that others were claiming in may have a step yet: a claim failed, or another step became ready. */
        void triedByOthers() {
            for (int i = 0; i < passed.size() && found == null; i++) {
                if (ready(passed.get(i)) > 0) {
                    found = claimOf(passed.get(i)).orElse(null);
                }
            }
        }
    }
}
