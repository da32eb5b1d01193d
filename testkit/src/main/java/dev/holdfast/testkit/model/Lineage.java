package dev.holdfast.testkit.model;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The changes behind each key of a state: its own, those it began with, and those that merges brought. The changes of a
 * merge count until the merge is undone; from then on they do not count towards the state they came from, so that
 * another merge may bring them again.
 *
 * <p>A key with a time to live counts as absent, since such keys are not merged or forked.
 */
final class Lineage {
    private final Ledger ledger;
    private final Map<String, Set<Integer>> changes = new HashMap<>();
    private final List<Brought> merges = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private Set<Brought> standing = Set.of();

    /**
     * A merge that was undone or redone after it was made.
     *
     * @param at when, as a number in the same order as those of merges
     * @param overtaken whether a later merge of the same state counted at that time
     */
    private record Turn(Brought merge, int at, boolean overtaken) {}

    /**
     * The new changes that a merge brought.
     *
     * @param number its number; later merges and forks have higher numbers
     */
    record Brought(String from, int number, Map<String, Set<Integer>> changes) {}

    /** The lineage as of one revision. */
    record Moment(Map<String, Set<Integer>> changes, Set<Brought> standing) {}

    Lineage(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The lineage of a fork, which begins with all changes of its source. */
    Lineage(Ledger ledger, Moment source) {
        this.ledger = ledger;
        changes.putAll(source.changes());
    }

    Moment moment() {
        return new Moment(Map.copyOf(changes), standing);
    }

    /** Adds a change of a key. */
    void change(String key, @Nullable Json value) {
        Set<Integer> more = new HashSet<>(changes.getOrDefault(key, Set.of()));
        more.add(ledger.fresh());
        changes.put(key, Set.copyOf(more));
        ledger.record(key, Set.copyOf(more), value);
    }

    /** Records the value that the changes behind a key led to. */
    void settle(String key, @Nullable Json value) {
        ledger.record(key, changes.getOrDefault(key, Set.of()), value);
    }

    /** The changes of a key that count towards another state. */
    Set<Integer> towards(String other, String key) {
        Set<Integer> counted = new HashSet<>(changes.getOrDefault(key, Set.of()));
        of(other, false).forEach(merge -> counted.removeAll(merge.changes().getOrDefault(key, Set.of())));
        of(other, true).forEach(merge -> counted.addAll(merge.changes().getOrDefault(key, Set.of())));
        return counted;
    }

    private List<Brought> of(String other, boolean stands) {
        return merges.stream()
                .filter(merge -> merge.from().equals(other) && standing.contains(merge) == stands)
                .toList();
    }

    Set<String> keys() {
        return new TreeSet<>(changes.keySet());
    }

    /** Takes over all changes of another state. */
    void take(String own, String from, Lineage other) {
        Map<String, Set<Integer>> brought = new HashMap<>();
        for (String key : other.keys()) {
            Set<Integer> theirs = other.towards(own, key);
            Set<Integer> fresh = new HashSet<>(theirs);
            fresh.removeAll(towards(from, key));
            brought.put(key, fresh);
            Set<Integer> all = new HashSet<>(changes.getOrDefault(key, Set.of()));
            all.addAll(theirs);
            changes.put(key, Set.copyOf(all));
        }
        Brought merge = new Brought(from, ledger.fresh(), brought);
        merges.add(merge);
        standing = with(standing, merge);
    }

    /** Replaces, among the merges that count, those only in {@code left} by those only in {@code wanted}. */
    void exchange(Set<Brought> left, Set<Brought> wanted) {
        Set<Brought> exchanged = new HashSet<>(standing);
        left.stream().filter(merge -> !wanted.contains(merge)).forEach(exchanged::remove);
        wanted.stream().filter(merge -> !left.contains(merge)).forEach(exchanged::add);
        stand(exchanged);
    }

    /** Sets the merges that count from now on. */
    void stand(Set<Brought> counting) {
        Set<Brought> before = standing;
        standing = Set.copyOf(counting);
        int at = ledger.fresh();
        for (Brought merge : merges) {
            if (before.contains(merge) != standing.contains(merge)) {
                boolean overtaken = of(merge.from(), true).stream().anyMatch(later -> later.number() > merge.number());
                turns.add(new Turn(merge, at, overtaken));
            }
        }
    }

    /**
     * Whether a merge with another state was undone or redone although the two were merged again in between, so that
     * several answers are valid for what of it they still have in common.
     */
    boolean isDoubtful(String own, String from, Lineage other) {
        return turns.stream()
                .filter(turn -> turn.merge().from().equals(from))
                .anyMatch(turn -> turn.overtaken()
                        || other.merges.stream()
                                .anyMatch(merge -> merge.from().equals(own)
                                        && merge.number() > turn.merge().number()
                                        && merge.number() < turn.at()));
    }

    private static Set<Brought> with(Set<Brought> some, Brought one) {
        Set<Brought> all = new HashSet<>(some);
        all.add(one);
        return Set.copyOf(all);
    }

    /** The keys in which two versions of a state differ, as seen by other states. */
    static Set<String> differing(JsonObject before, JsonObject after) {
        Set<String> keys = new TreeSet<>(before.keys());
        keys.addAll(after.keys());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        return keys;
    }
}
