package dev.holdfast.testkit.log;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.testkit.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Random steps on a few states, valid and invalid ones. */
final class RandomWork {
    private static final int STATES = 5;

    private final Random random;
    private final String owner = Samples.freshName("owner");
    private final List<StateId> states =
            Stream.generate(Samples::freshId).limit(STATES).toList();

    RandomWork(Random random) {
        this.random = random;
    }

    /** One step, which can be run on several stores. */
    sealed interface Step {
        /** Runs the step and returns the store's answer in a form that is comparable between stores. */
        Object answer(CommitLog log);
    }

    private record AppendBatch(List<Append> batch) implements Step {
        @Override
        public Object answer(CommitLog log) {
            return log.append(batch).stream().map(AppendResult::getClass).toList();
        }
    }

    private record Erase(StateId id, long expected) implements Step {
        @Override
        public Object answer(CommitLog log) {
            return log.tombstone(id, expected);
        }
    }

    private record Truncate(StateId id, long upTo, Base base) implements Step {
        @Override
        public Object answer(CommitLog log) {
            try {
                log.truncate(id, upTo, base);
                return "done";
            } catch (IllegalArgumentException e) {
                return "refused";
            }
        }
    }

    private record Look(StateId id, long from, int maxCommits, int maxBytes, CommandKey command) implements Step {
        @Override
        public Object answer(CommitLog log) {
            return List.of(
                    log.head(id, Consistency.LINEARIZABLE),
                    log.read(id, from, maxCommits, maxBytes, Consistency.LINEARIZABLE),
                    log.find(id, command));
        }
    }

    private record ListOwned(HeaderFilter filter, int max) implements Step {
        @Override
        public Object answer(CommitLog log) {
            return IntStream.range(0, log.info().shards())
                    .mapToObj(shard -> pages(log, shard))
                    .flatMap(List::stream)
                    .sorted((a, b) -> a.id().compareTo(b.id()))
                    .toList();
        }

        private List<StatePage.Listed> pages(CommitLog log, int shard) {
            List<StatePage.Listed> listed = new ArrayList<>();
            StateId after = null;
            do {
                StatePage page = log.list(shard, filter, after, max);
                listed.addAll(page.states());
                after = page.next();
            } while (after != null);
            return listed;
        }
    }

    private record AskHeld(String owner) implements Step {
        @Override
        public Object answer(CommitLog log) {
            return IntStream.range(0, log.info().shards())
                    .mapToObj(shard -> log.held(shard, owner))
                    .reduce(Holding.NONE, Holding::plus);
        }
    }

    /** The next step, chosen by the content of the model so that most steps are valid. */
    Step next(CommitLog model) {
        int dice = random.nextInt(100);
        if (dice < 50) {
            return new AppendBatch(batch(model));
        }
        StateId id = state();
        if (dice < 52) {
            return new Erase(id, revision(model, id) - random.nextInt(2));
        } else if (dice < 60) {
            return truncate(model, id);
        } else if (dice < 70) {
            return new ListOwned(filter(), 1 + random.nextInt(4));
        } else if (dice < 75) {
            return new AskHeld(owner);
        }
        long from = 1 + random.nextLong(revision(model, id) + 2);
        return new Look(id, from, 1 + random.nextInt(10), random.nextInt(500), command());
    }

    private List<Append> batch(CommitLog model) {
        long[] revisions = states.stream().mapToLong(id -> revision(model, id)).toArray();
        return Stream.generate(() -> random.nextInt(STATES))
                .limit(1 + random.nextInt(8))
                .map(state -> {
                    long expected = Math.max(0, revisions[state]++ - (random.nextInt(12) == 0 ? 1 : 0));
                    Commit commit = Samples.commit(
                            expected + 1, random.nextBoolean() ? command() : null, Samples.bytes(random.nextInt(200)));
                    return Samples.append(states.get(state), commit, header());
                })
                .toList();
    }

    private Step truncate(CommitLog model, StateId id) {
        long upTo = 1 + random.nextLong(revision(model, id) + 1);
        List<Commit> found =
                model.read(id, upTo, 1, Integer.MAX_VALUE, Consistency.CACHED).commits();
        Commit last = found.isEmpty() ? Samples.commit(upTo) : found.getFirst();
        return new Truncate(id, upTo, Samples.base(last));
    }

    private StateHeader header() {
        StateHeader plain = Samples.header(random.nextInt(4) == 0 ? "another" : owner);
        return new StateHeader(
                plain.owner(),
                pick("", "a/b", null),
                random.nextBoolean() ? Map.of() : Map.of("label", "" + random.nextInt(2)),
                plain.owner().equals(owner) || random.nextBoolean() ? plain.readers() : Set.of(owner, "other"),
                plain.lifetime(),
                null,
                random.nextBoolean() ? null : Samples.at(random.nextInt(10)),
                random.nextInt(3) == 0 ? Phase.CLOSED : plain.phase(),
                random.nextInt(1000),
                plain.updated(),
                random.nextInt(3) == 0 ? Duration.ofSeconds(1 + random.nextInt(9)) : null,
                waits());
    }

    private HeaderFilter filter() {
        Set<String> waits = random.nextInt(3) == 0 ? Set.of("work:a-" + owner, "work:c-" + owner) : Set.of();
        return new HeaderFilter(
                waits.isEmpty() || random.nextBoolean() ? owner : null,
                pick("a", null, null),
                random.nextInt(3) == 0 ? Map.of("label", "1") : Map.of(),
                null,
                null,
                random.nextInt(3) == 0 ? Samples.at(5) : null,
                random.nextInt(3) == 0,
                waits);
    }

    private Set<String> waits() {
        return Stream.of("work:a-" + owner, "work:b-" + owner, "work:c-" + owner)
                .filter(what -> random.nextInt(4) == 0)
                .collect(Collectors.toSet());
    }

    private CommandKey command() {
        return new CommandKey(random.nextBoolean() ? "alice" : "bob", "op-" + random.nextInt(20));
    }

    private @Nullable String pick(@Nullable String... choices) {
        return Arrays.asList(choices).get(random.nextInt(choices.length));
    }

    private StateId state() {
        return states.get(random.nextInt(STATES));
    }

    private static long revision(CommitLog log, StateId id) {
        return switch (log.head(id, Consistency.CACHED)) {
            case Head.Absent() -> 0;
            case Head.Live(long revision, var hash) -> revision;
            case Head.Deleted(long revision, var hash) -> revision;
        };
    }
}
