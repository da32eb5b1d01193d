package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.MergePoints;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest common versions of two states: those that both include and that no other common version includes.
 *
 * <p>Each state records up to which revision it includes which others ({@link MergePoints}). If both include a state,
 * the lower of the two revisions is common. There may be several newest ones: if two states merged each other, or the
 * same other states, each without the other's merge.
 */
final class CommonVersions {
    private final History history;
    private final Steps steps;
    private final Image own;
    private final Image other;

    CommonVersions(History history, Image own, Image other, Steps steps) {
        this.history = history;
        this.steps = steps;
        this.own = own;
        this.other = other;
    }

    /**
     * Reads the newest common versions.
     *
     * @throws HoldfastException {@code invalid} if there are none, {@code compacted} if one of them is no longer kept
     */
    List<Image> newest() {
        SequencedMap<Version, Image> newest = new LinkedHashMap<>();
        SequencedSet<Version> lost = new LinkedHashSet<>();
        for (Version version : all()) {
            if (isOlder(version, newest.values())) {
                continue;
            }
            Image image = read(version);
            if (image == null) {
                lost.add(version);
            } else {
                newest.keySet().removeIf(older -> isOlder(older, List.of(image)));
                newest.put(version, image);
            }
        }
        lost.removeIf(version -> isOlder(version, newest.values()));
        if (!lost.isEmpty()) {
            throw notKept(lost.getFirst()).toException();
        }
        return List.copyOf(newest.values());
    }

    /** Whether one of the images includes a version, so that the version adds nothing. */
    private static boolean isOlder(Version version, Collection<Image> images) {
        return images.stream()
                .anyMatch(image -> MergePoints.known(image, version.state().value()) >= version.revision());
    }

    /** All common versions, first those that are likely to include others. */
    private SequencedSet<Version> all() {
        Map<String, Long> ours = MergePoints.known(own);
        Map<String, Long> theirs = MergePoints.known(other);
        SequencedSet<String> states =
                new LinkedHashSet<>(List.of(other.id().value(), own.id().value()));
        Stream.of(own, other)
                .map(side -> side.facts().origin())
                .filter(Objects::nonNull)
                .forEach(origin -> states.add(origin.state().value()));
        states.addAll(ours.keySet());
        states.retainAll(ours.keySet());
        states.retainAll(theirs.keySet());
        if (states.isEmpty()) {
            throw Failure.invalid(
                            "from",
                            "These two have nothing in common: neither is a fork of the other, and they are not forks"
                                    + " of the same state either. Copy what you need with state_write.")
                    .toException();
        }
        SequencedSet<Version> versions = new LinkedHashSet<>();
        for (String state : states) {
            long common = Math.min(ours.getOrDefault(state, 0L), theirs.getOrDefault(state, 0L));
            versions.add(new Version(new StateId(state), common));
        }
        return versions;
    }

    /** Reads a version, or the first revision of a fork, which is a copy of it; null if neither is kept. */
    private @Nullable Image read(Version version) {
        return Stream.concat(
                        Stream.of(own, other)
                                .filter(side -> version.equals(side.facts().origin()))
                                .map(fork -> new Version(fork.id(), 1)),
                        Stream.of(version))
                .flatMap(copy ->
                        Stream.ofNullable(History.ifKept(() -> history.at(copy.state(), copy.revision(), steps))))
                .filter(Image::exists)
                .findFirst()
                .orElse(null);
    }

    private Failure notKept(Version lost) {
        JsonObject facts = JsonObject.EMPTY;
        try {
            history.at(lost.state(), lost.revision(), steps);
        } catch (HoldfastException e) {
            facts = e.failure().facts();
        }
        return new Failure(
                Failure.Code.COMPACTED,
                facts.with("handle", Json.of(lost.state().value())),
                "The version that both have in common is no longer kept, so it is unknown which of them changed what."
                        + " Copy what you need with state_write.");
    }
}
