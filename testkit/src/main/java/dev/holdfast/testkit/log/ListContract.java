package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Listings by header. */
public interface ListContract extends StoreFixture {
    @Test
    default void list_showsTheHeaderOfTheLastCommit() {
        try (CommitLog log = open()) {
            String owner = Samples.freshName("owner");
            StateId id = Samples.freshId();
            StateHeader first = header(owner, "first", Map.of("a", "1"), Set.of("reader"), Samples.at(9));
            StateHeader last = new StateHeader(
                    owner,
                    null,
                    Map.of("b", "2", "käthe \"'\\%_", "\u65E5\u672C \uD83D\uDD11"),
                    Set.of(),
                    Lifetime.SESSION,
                    Samples.at(70),
                    null,
                    Phase.CLOSED,
                    12345,
                    Samples.at(3));
            log.append(List.of(Samples.append(id, Samples.commit(1), first)));
            assertThat(walk(log, owned(owner), 10)).containsExactly(new StatePage.Listed(id, 1, first));
            log.append(
                    List.of(Samples.append(id, Samples.commit(2), first), Samples.append(id, Samples.commit(3), last)));
            assertThat(walk(log, owned(owner), 10)).containsExactly(new StatePage.Listed(id, 3, last));
        }
    }

    @Test
    default void list_keepsTimesFarAway() {
        try (CommitLog log = open()) {
            String owner = Samples.freshName("owner");
            Instant far = Instant.parse("9999-12-31T23:59:59.999999Z");
            StateHeader header = header(owner, null, Map.of(), Set.of(), far);
            log.append(List.of(Samples.append(Samples.freshId(), Samples.commit(1), header)));
            assertThat(walk(log, owned(owner), 10))
                    .extracting(StatePage.Listed::header)
                    .containsExactly(header);
        }
    }

    @Test
    default void list_filtersByEveryPartOfTheHeader() {
        try (CommitLog log = open()) {
            String owner = Samples.freshName("owner");
            String reader = Samples.freshName("reader");
            List<StateHeader> headers = List.of(
                    header(owner, "team/roadmap", Map.of("kind", "plan", "x", "1"), Set.of(reader), Samples.at(5)),
                    header(owner, "team/notes", Map.of("kind", "plan"), Set.of(), null),
                    header(owner, "Team/notes", Map.of("kind", "PLAN"), Set.of(reader, "third"), Samples.at(10)),
                    header(owner, "te%m_\uD83D\uDD11", Map.of("x", "1"), Set.of(), Samples.at(11)),
                    header(reader, null, Map.of(), Set.of(reader, owner), null),
                    header("third", null, Map.of(), Set.of(owner), Samples.at(1)),
                    closed(owner, Lifetime.SESSION),
                    closed(owner, Lifetime.PERSISTENT));
            Map<StateId, StateHeader> stored = new LinkedHashMap<>();
            for (StateHeader header : headers) {
                StateId id = Samples.freshId();
                log.append(List.of(Samples.append(id, Samples.commit(1), header)));
                stored.put(id, header);
            }
            for (HeaderFilter filter : filters(owner, reader)) {
                assertThat(walk(log, filter, 2).stream().filter(listed -> stored.containsKey(listed.id())))
                        .as("%s", filter)
                        .containsExactlyElementsOf(expected(stored, filter));
            }
        }
    }

    @Test
    default void list_isPagedById() {
        try (CommitLog log = open()) {
            String owner = Samples.freshName("owner");
            List<StateId> ids = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                ids.add(Samples.freshId());
                log.append(List.of(Samples.append(ids.get(i), Samples.commit(1), Samples.header(owner))));
            }
            ids.sort(null);
            for (int max : new int[] {1, 5, 24, 25, 26}) {
                assertThat(walk(log, owned(owner), max))
                        .extracting(StatePage.Listed::id)
                        .hasSize(25)
                        .containsExactlyInAnyOrderElementsOf(ids);
            }
            if (log.info().shards() == 1) {
                assertThat(log.list(0, owned(owner), null, 7).states())
                        .extracting(StatePage.Listed::id)
                        .isEqualTo(ids.subList(0, 7));
            }
        }
    }

    @Test
    default void list_skipsNothingThatWasThereWhileOthersCreate() {
        try (CommitLog log = open()) {
            String owner = Samples.freshName("owner");
            List<StateId> before = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                before.add(create(log, owner));
            }
            Future<Integer> creating = Crowd.start(() -> {
                for (int i = 0; i < 60; i++) {
                    create(log, owner);
                }
                return 60;
            });
            List<StateId> listed = walk(log, owned(owner), 3).stream()
                    .map(StatePage.Listed::id)
                    .toList();
            assertThat(listed).doesNotHaveDuplicates().containsAll(before);
            assertThat(Crowd.join(creating)).isEqualTo(60);
            assertThat(walk(log, owned(owner), 100)).hasSize(90);
        }
    }

    @Test
    default void list_findsStatesWhoseEventsAge() {
        try (CommitLog log = open()) {
            String owner = Samples.freshName("owner");
            Duration week = Duration.ofDays(7);
            StateId aging = create(log, owner);
            StateId other = create(log, owner);
            log.append(List.of(Samples.append(
                    aging, Samples.commit(2), Samples.header(owner).withKeptFor(week))));

            assertThat(walk(log, HeaderFilter.AGING, 3))
                    .filteredOn(listed -> Set.of(aging, other).contains(listed.id()))
                    .containsExactly(
                            new StatePage.Listed(aging, 2, Samples.header(owner).withKeptFor(week)));

            log.append(List.of(Samples.append(aging, Samples.commit(3), Samples.header(owner))));
            assertThat(walk(log, HeaderFilter.AGING, 3))
                    .extracting(StatePage.Listed::id)
                    .doesNotContain(aging);
        }
    }

    @Test
    default void list_findsStatesByWhatTheyWaitFor() {
        try (CommitLog log = open()) {
            String owner = Samples.freshName("owner");
            String kind = StateHeader.WORK + Samples.freshName("kind");
            String person = StateHeader.PERSON + owner;
            StateHeader both = Samples.header(owner).withWaitsFor(Set.of(kind, person));
            StateId waiting = create(log, owner);
            create(log, owner);
            log.append(List.of(Samples.append(waiting, Samples.commit(2), both)));
            StatePage.Listed found = new StatePage.Listed(waiting, 2, both);
            for (HeaderFilter filter : List.of(owned(owner), HeaderFilter.ALL)) {
                assertThat(walk(log, filter.withWaitsFor(Set.of(kind)), 1)).containsExactly(found);
                assertThat(walk(log, filter.withWaitsFor(Set.of(person, kind, kind + "x")), 3))
                        .containsExactly(found);
                assertThat(walk(log, filter.withWaitsFor(Set.of(kind + "x")), 3))
                        .isEmpty();
            }
            assertThat(walk(log, owned(Samples.freshName("another")).withWaitsFor(Set.of(kind)), 3))
                    .isEmpty();

            log.append(List.of(Samples.append(
                    waiting, Samples.commit(3), Samples.header(owner).withWaitsFor(Set.of(person)))));
            assertThat(walk(log, owned(owner).withWaitsFor(Set.of(kind)), 3)).isEmpty();
            assertThat(walk(log, owned(owner).withWaitsFor(Set.of(person)), 3)).hasSize(1);
            log.tombstone(waiting, 3);
            assertThat(walk(log, HeaderFilter.ALL.withWaitsFor(Set.of(person)), 3))
                    .isEmpty();
        }
    }

    /** Of many states that wait for the same, a page leads past those of others, however it is that one may see. */
    @Test
    default void list_leadsPastWhatWaitsForTheSameElsewhere() {
        try (CommitLog log = open()) {
            String me = Samples.freshName("me");
            Set<String> kinds = Set.of(StateHeader.WORK + Samples.freshName("kind"), StateHeader.WORK + me);
            StateHeader others = Samples.header(Samples.freshName("other")).withWaitsFor(kinds);
            for (int batch = 0; batch < 5; batch++) {
                log.append(Stream.generate(() -> Samples.append(Samples.freshId(), Samples.commit(1), others))
                        .limit(1_000)
                        .toList());
            }
            List<StatePage.Listed> mine = new ArrayList<>();
            for (StateHeader header : List.of(
                    Samples.header(me).withWaitsFor(kinds),
                    Samples.header(me),
                    header(others.owner(), null, Map.of(), Set.of(me), null).withWaitsFor(kinds))) {
                StateId id = Samples.freshId();
                log.append(List.of(Samples.append(id, Samples.commit(1), header)));
                mine.add(new StatePage.Listed(id, 1, header));
            }
            mine.removeIf(listed -> listed.header().waitsFor().isEmpty());
            mine.sort((a, b) -> a.id().compareTo(b.id()));

            List<StatePage.Listed> found = new ArrayList<>();
            for (int shard = 0; shard < log.info().shards(); shard++) {
                StatePage page = log.list(shard, owned(me).withWaitsFor(kinds), null, 10);
                assertThat(page.next()).isNull();
                found.addAll(page.states());
            }
            assertThat(found).containsExactlyInAnyOrderElementsOf(mine);
        }
    }

    @Test
    default void held_isTheSumOfWhatAnOwnerHas() {
        try (CommitLog log = open();
                CommitLog elsewhere = open()) {
            String owner = Samples.freshName("owner");
            String heir = Samples.freshName("heir");
            StateHeader open = Samples.header(owner);
            StateHeader closed = closed(owner, Lifetime.SESSION);
            StateId first = create(log, owner);
            StateId second = create(elsewhere, owner);
            assertThat(held(log, owner)).isEqualTo(new Holding(2, 2 * open.bytes()));

            elsewhere.append(List.of(
                    Samples.append(first, Samples.commit(2), open), Samples.append(first, Samples.commit(3), closed)));
            assertThat(held(log, owner)).isEqualTo(new Holding(1, open.bytes() + closed.bytes()));
            log.append(List.of(Samples.append(second, Samples.commit(2), Samples.header(heir))));
            assertThat(held(log, owner)).isEqualTo(new Holding(0, closed.bytes()));
            assertThat(held(log, heir)).isEqualTo(new Holding(1, open.bytes()));

            log.tombstone(first, 3);
            assertThat(held(log, owner)).isEqualTo(held(elsewhere, owner)).isEqualTo(Holding.NONE);
        }
    }

    private static Holding held(CommitLog log, String owner) {
        Holding sum = Holding.NONE;
        for (int shard = 0; shard < log.info().shards(); shard++) {
            sum = sum.plus(log.held(shard, owner));
        }
        return sum;
    }

    private static StateId create(CommitLog log, String owner) {
        StateId id = Samples.freshId();
        log.append(List.of(Samples.append(id, Samples.commit(1), Samples.header(owner))));
        return id;
    }

    private static List<HeaderFilter> filters(String owner, String reader) {
        Instant at10 = Samples.at(10);
        return List.of(
                owned(owner),
                owned(reader),
                owned(Samples.freshName("nobody")),
                new HeaderFilter(owner, "team/", Map.of(), null, null, null),
                new HeaderFilter(owner, "te%", Map.of(), null, null, null),
                new HeaderFilter(owner, "te%m_\uD83D\uDD11", Map.of(), null, null, null),
                new HeaderFilter(owner, "", Map.of(), null, null, null),
                new HeaderFilter(owner, null, Map.of("kind", "plan"), null, null, null),
                new HeaderFilter(owner, null, Map.of("kind", "plan", "x", "1"), null, null, null),
                new HeaderFilter(owner, null, Map.of("plan", "kind"), null, null, null),
                new HeaderFilter(owner, null, Map.of(), Lifetime.SESSION, null, null),
                new HeaderFilter(owner, null, Map.of(), null, Phase.CLOSED, null),
                new HeaderFilter(owner, null, Map.of(), Lifetime.PERSISTENT, Phase.OPEN, null),
                new HeaderFilter(owner, null, Map.of(), null, null, at10),
                new HeaderFilter(reader, null, Map.of(), null, null, at10.plusNanos(1000)),
                new HeaderFilter(reader, "T", Map.of("kind", "PLAN"), Lifetime.PERSISTENT, Phase.OPEN, Instant.MAX),
                new HeaderFilter(null, null, Map.of(), null, null, at10),
                new HeaderFilter(null, null, Map.of(), null, Phase.CLOSED, null),
                HeaderFilter.ALL);
    }

    private static List<StatePage.Listed> expected(Map<StateId, StateHeader> stored, HeaderFilter filter) {
        return stored.entrySet().stream()
                .filter(entry -> filter.matches(entry.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new StatePage.Listed(entry.getKey(), 1, entry.getValue()))
                .toList();
    }

    /** Reads all pages of all shards, sorted by id. */
    private static List<StatePage.Listed> walk(CommitLog log, HeaderFilter filter, int max) {
        List<StatePage.Listed> listed = new ArrayList<>();
        for (int shard = 0; shard < log.info().shards(); shard++) {
            StateId after = null;
            do {
                StatePage page = log.list(shard, filter, after, max);
                assertThat(page.states()).hasSizeLessThanOrEqualTo(max);
                listed.addAll(page.states());
                after = page.next();
            } while (after != null);
        }
        listed.sort((a, b) -> a.id().compareTo(b.id()));
        return listed;
    }

    private static HeaderFilter owned(String owner) {
        return new HeaderFilter(owner, null, Map.of(), null, null, null);
    }

    private static StateHeader closed(String owner, Lifetime lifetime) {
        return new StateHeader(
                owner, "closed", Map.of(), Set.of(), lifetime, null, null, Phase.CLOSED, 7, Samples.at(2));
    }

    private static StateHeader header(
            String owner,
            @Nullable String name,
            Map<String, String> labels,
            Set<String> readers,
            @Nullable Instant due) {
        return new StateHeader(
                owner, name, labels, readers, Lifetime.PERSISTENT, due, due, Phase.OPEN, 100, Samples.at(1));
    }
}
