package dev.holdfast.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Diff;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Replayed;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Checks the past of a state: revisions, events, differences and replays. */
final class LooksBack {
    private static final int MOST_EVENTS = 20;

    private final ModelledState modelled;
    private final Facts facts;
    private final String actor;
    private final Dice dice;

    LooksBack(ModelledState modelled, String actor, Dice dice) {
        this.modelled = modelled;
        this.facts = modelled.facts;
        this.actor = actor;
        this.dice = dice;
    }

    void at(State state, String place) {
        long revision = 1L + dice.upTo((int) facts.revision);
        switch (dice.upTo(8)) {
            case 0, 1, 2 -> look(place + ", revision " + revision, revision, () -> revision(state, place, revision));
            case 3 -> look(place + ", time of " + revision, revision, () -> time(state, place, revision));
            case 4, 5 -> look(place + ", events from " + revision, revision - 1, () -> events(state, place, revision));
            case 6 -> look(place + ", difference from " + revision, revision, () -> diff(state, place, revision));
            default -> {
                if (dice.oneIn(4)) {
                    look(place + ", again from " + revision, revision - 1, () -> replay(state, place, revision));
                }
            }
        }
    }

    /** The past must look as it did, unless it is compacted. */
    private void look(String place, long oldest, Runnable look) {
        Code unseen = modelled.look(actor);
        try {
            look.run();
            assertThat(unseen).as(place).isNull();
        } catch (HoldfastException e) {
            if (unseen == null) {
                assertThat(e.failure().code()).as(place).isEqualTo(Code.COMPACTED);
                assertThat(oldest).as(place).isLessThanOrEqualTo(facts.compactable);
            } else {
                assertThat(e.failure().code()).as(place).isEqualTo(unseen);
            }
        }
    }

    private void revision(State state, String place, long revision) {
        assertThat(state.at(revision).document()).as(place).isEqualTo(document(revision));
    }

    /** The newest revision is read without keys that have ended since; older ones are read as they were. */
    private JsonObject document(long revision) {
        return revision == facts.revision
                ? facts.present(modelled.now())
                : facts.version(revision).after();
    }

    private void time(State state, String place, long revision) {
        Instant time = facts.version(revision).at();
        long last = revision;
        while (last < facts.revision && !facts.version(last + 1).at().isAfter(time)) {
            last++;
        }
        StateView view = state.at(time);
        assertThat(view.revision()).as(place).isEqualTo(last);
    }

    private void events(State state, String place, long from) {
        int most = 1 + dice.upTo(MOST_EVENTS);
        List<Event> events = state.history(from, most);
        assertThat(events).as(place).hasSize((int) Math.min(most, facts.revision - from + 1));
        long next = from;
        for (Event event : events) {
            Facts.Version version = facts.version(next);
            assertThat(Telling.of(event)).as(place).isEqualTo(Telling.of(facts, next));
            assertThat(event.patch().applyTo(version.before())).as(place).isEqualTo(version.after());
            next++;
        }
    }

    private void diff(State state, String place, long from) {
        long to = 1L + dice.upTo((int) facts.revision);
        Diff diff = state.diff(Math.max(from, to), from);
        Json document = document(Math.max(from, to));
        for (JsonPatch patch : diff.keys().values()) {
            document = patch.applyTo(document);
        }
        assertThat(document).as(place).isEqualTo(document(from));
        assertThat(diff.keys().keySet())
                .as(place)
                .isEqualTo(Lineage.differing(document(Math.max(from, to)), document(from)));
    }

    private void replay(State state, String place, long from) {
        List<JsonObject> documents = new ArrayList<>();
        Replayed replayed = state.replay(from, null, (event, view) -> documents.add(view.document()));
        assertThat(replayed.matches()).as(place).isTrue();
        assertThat(documents)
                .as(place)
                .isEqualTo(facts.versions.subList((int) from - 1, (int) facts.revision).stream()
                        .map(Facts.Version::after)
                        .toList());
    }
}
