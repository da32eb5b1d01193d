package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules about the feed: a walk from the start shows exactly the logs, a resumed walk exactly the rest. */
final class FeedRules {
    private final StoreHistory history;
    private final List<Violation> violations = new ArrayList<>();

    FeedRules(StoreHistory history) {
        this.history = history;
    }

    List<Violation> check() {
        if (!history.walks().isEmpty()) {
            Walk whole = history.walks().getFirst();
            showsTheLogs(whole);
            history.walks().stream().skip(1).forEach(resumed -> isTheEndOf(whole, resumed));
        }
        return violations;
    }

    /**
     * Checks that each state's revisions are in order and without gaps from the first to the last, so that none is
     * missed or repeated.
     */
    private void showsTheLogs(Walk whole) {
        Map<StateId, Integer> shown = new HashMap<>();
        for (FeedPage.Entry entry : whole.entries()) {
            List<Commit> log = history.logs().getOrDefault(entry.state(), List.of());
            int place = shown.merge(entry.state(), 1, Integer::sum);
            if (place > log.size() || !log.get(place - 1).equals(entry.commit())) {
                violation(entry.state() + ": revision " + entry.commit().revision() + " in place " + place);
            }
        }
        history.logs().forEach((state, log) -> {
            if (shown.getOrDefault(state, 0) < log.size()) {
                violation(state + ": " + shown.getOrDefault(state, 0) + " of " + log.size());
            }
        });
    }

    private void isTheEndOf(Walk whole, Walk resumed) {
        List<FeedPage.Entry> entries = whole.entries();
        Integer place = places(whole).get(resumed.from());
        if (place == null || !entries.subList(place, entries.size()).equals(resumed.entries())) {
            violation("the walk resumed at " + resumed.from());
        }
    }

    private static Map<Cursor, Integer> places(Walk walk) {
        Map<Cursor, Integer> places = new HashMap<>();
        places.put(walk.from(), 0);
        int place = 0;
        for (FeedPage page : walk.pages()) {
            place += page.entries().size();
            places.put(page.next(), place);
        }
        return places;
    }

    private void violation(String facts) {
        violations.add(new Violation(HistoryRule.FEED_IS_THE_LOG, facts));
    }
}
