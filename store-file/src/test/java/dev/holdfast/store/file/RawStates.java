package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * States written through the storage contract itself, and their expected content: as acknowledged, or as tried last.
 */
final class RawStates {
    private final Random random;
    private final Map<StateId, Expected> states = new LinkedHashMap<>();

    /**
     * The expected content of a state: certain, or one change further if it is unknown whether that change was stored.
     */
    private static final class Expected {
        private Content certain = new Content(0, null, List.of(), false);
        private @Nullable Content possible;
    }

    private record Content(long revision, @Nullable Base base, List<Commit> commits, boolean erased) {
        String brief() {
            return "at revision " + revision + " with " + commits.size() + " commits" + (base == null ? "" : ", a base")
                    + (erased ? ", erased" : "");
        }
    }

    RawStates(Random random) {
        this.random = random;
    }

    /** Takes a random step; false once the store accepts no more. */
    boolean step(CommitLog log) {
        List<StateId> ids = List.copyOf(states.keySet());
        StateId id =
                ids.isEmpty() || random.nextInt(6) == 0 ? StateId.mint(random) : ids.get(random.nextInt(ids.size()));
        Expected expected = states.computeIfAbsent(id, each -> new Expected());
        Content now = expected.certain;
        try {
            int kind = random.nextInt(10);
            if (kind == 0 && now.revision() > 0 && !now.erased()) {
                return erase(log, id, expected);
            } else if (kind <= 2 && !now.commits().isEmpty()) {
                return truncate(log, id, expected);
            }
            return append(log, id, expected);
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private boolean append(CommitLog log, StateId id, Expected expected) {
        Content now = expected.certain;
        List<Append> batch = new ArrayList<>();
        List<Commit> commits = new ArrayList<>(now.commits());
        for (int i = 0; i <= random.nextInt(4); i++) {
            Commit commit =
                    new Commit(now.revision() + i + 1, null, Samples.at(1), bytes(random.nextInt(700)), bytes(32));
            batch.add(Samples.append(id, commit));
            commits.add(commit);
        }
        Content after = new Content(now.revision() + batch.size(), now.base(), commits, false);
        expected.possible = after;
        List<AppendResult> results = log.append(batch);
        if (now.erased()) {
            expected.possible = null;
            assertThat(results.getFirst()).isIn(new AppendResult.Gone());
            return true;
        }
        return settle(expected, after, results);
    }

    private static boolean settle(Expected expected, Content after, List<AppendResult> results) {
        if (results.stream().allMatch(AppendResult.Appended.class::isInstance)) {
            expected.certain = after;
            expected.possible = null;
            return true;
        }
        assertThat(results).noneMatch(AppendResult.Appended.class::isInstance);
        if (results.getFirst() instanceof AppendResult.NotAttempted) {
            expected.possible = null; // The store reports that the change was not stored; the checks rely on that.
        }
        return false;
    }

    private boolean truncate(CommitLog log, StateId id, Expected expected) {
        Content now = expected.certain;
        int count = 1 + random.nextInt(now.commits().size());
        Commit last = now.commits().get(count - 1);
        Base base = new Base(last.revision(), bytes(random.nextInt(900)), last.hash());
        Content after = new Content(
                now.revision(), base, now.commits().subList(count, now.commits().size()), false);
        expected.possible = after;
        log.truncate(id, last.revision(), base);
        expected.certain = after;
        expected.possible = null;
        return true;
    }

    private boolean erase(CommitLog log, StateId id, Expected expected) {
        Content after = new Content(expected.certain.revision(), null, List.of(), true);
        expected.possible = after;
        assertThat(log.tombstone(id, after.revision())).isTrue();
        expected.certain = after;
        expected.possible = null;
        return true;
    }

    /** Checks all states; what is found becomes the certain content. */
    void check(CommitLog log) {
        states.forEach((id, expected) -> {
            Content found = content(log, id);
            if (expected.possible != null && isPartOf(found, expected)) {
                expected.certain = found;
            }
            assertThat(found.equals(expected.certain))
                    .as("raw state %s is %s and should be %s", id, found.brief(), expected.certain.brief())
                    .isTrue();
            expected.possible = null;
        });
    }

    /** Of an interrupted batch any number of commits may be stored, from the first on. */
    private static boolean isPartOf(Content found, Expected expected) {
        Content certain = expected.certain;
        Content possible = expected.possible;
        if (possible == null || found.equals(possible)) {
            return possible != null;
        }
        int kept = found.commits().size();
        return kept >= certain.commits().size()
                && kept <= possible.commits().size()
                && !found.erased()
                && found.equals(new Content(
                        certain.revision() + kept - certain.commits().size(),
                        certain.base(),
                        possible.commits().subList(0, kept),
                        false));
    }

    private static Content content(CommitLog log, StateId id) {
        CommitPage page = log.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE);
        return switch (log.head(id, Consistency.LINEARIZABLE)) {
            case Head.Absent() -> new Content(0, null, List.of(), false);
            case Head.Live(long revision, var hash) -> new Content(revision, page.base(), page.commits(), false);
            case Head.Deleted(long revision, var hash) -> new Content(revision, null, List.of(), true);
        };
    }

    private Bytes bytes(int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        return Bytes.wrap(content);
    }
}
