package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.Rights;
import dev.holdfast.engine.internal.image.Waits;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The runs that were started for a state. A run says so in a label; its header repeats it among what the run waits for,
 * where it is found by an index, apart from whether it has ended.
 */
public final class SessionRuns {
    private static final int PAGE = 500;
    private static final int MOST_LOOKED_AT = 2_000;
    private static final Comparator<StatePage.Listed> LAST_MOVED_FIRST = Comparator.comparing(
                    (StatePage.Listed listed) -> listed.header().updated())
            .reversed()
            .thenComparing(StatePage.Listed::id);

    private final Engine engine;
    private final Principal principal;

    public SessionRuns(Engine engine, Principal principal) {
        this.engine = engine;
        this.principal = principal;
    }

    /**
     * The labels of a run that is to be started.
     *
     * @throws HoldfastException {@code not_found} if there is no such state that it is started for, {@code forbidden}
     *     if the principal may not write that
     */
    public Map<String, String> labels(RunSpec spec) {
        String target = spec.session();
        if (target == null) {
            return spec.labels();
        }
        StateId session = new Names(engine).handle(principal, target);
        Access held = Rights.of(new Reading(engine, principal, session).current(AuditKind.READ), principal);
        if (!held.includes(Access.WRITE)) {
            throw Refusals.forbidden(Access.WRITE, held).toException();
        }
        Map<String, String> labels = new HashMap<>(spec.labels());
        labels.put(RunSpec.SESSION, session.value());
        return labels;
    }

    /** Those that have not ended before those that have, and of each those that moved last. */
    public List<Image> of(StateId session, int most) {
        if (most < 1 || most > 100) {
            throw Failure.invalid("most", "Ask for 1 to 100 runs.").toException();
        }
        List<Image> runs = Stream.of(false, true)
                .flatMap(ended -> found(Waits.ofSession(session, ended)))
                .flatMap(listed -> read(listed.id()).stream())
                .limit(most)
                .toList();
        List<Version> seen =
                runs.stream().map(run -> new Version(run.id(), run.revision())).toList();
        engine.recorder().read(principal, AuditKind.READ, seen);
        return runs;
    }

    private Stream<StatePage.Listed> found(String what) {
        HeaderFilter filter = HeaderFilter.waiting(principal.id(), Set.of(what));
        List<StatePage.Listed> found = new ArrayList<>();
        for (int shard = 0; shard < engine.log().info().shards(); shard++) {
            StateId after = null;
            do {
                StatePage page = engine.log().list(shard, filter, after, PAGE);
                found.addAll(page.states());
                after = page.next();
            } while (after != null && found.size() < MOST_LOOKED_AT);
        }
        return found.stream().sorted(LAST_MOVED_FIRST);
    }

    /** Empty if it has gone meanwhile. */
    private Optional<Image> read(StateId run) {
        try {
            return Optional.of(new Reading(engine, principal, run).still(AuditKind.READ));
        } catch (HoldfastException e) {
            if (e.failure().code() == Failure.Code.NOT_FOUND || e.failure().code() == Failure.Code.EXPIRED) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
