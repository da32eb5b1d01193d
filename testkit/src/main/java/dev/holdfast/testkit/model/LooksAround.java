package dev.holdfast.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Listing;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.Lifetime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks look-ups of states by name, and lists. */
final class LooksAround {
    private final ModelledFamily family;
    private final String actor;
    private final Dice dice;

    LooksAround(ModelledFamily family, String actor, Dice dice) {
        this.family = family;
        this.actor = actor;
        this.dice = dice;
    }

    void at(States states, String place) {
        List<String> names = family.names();
        if (!names.isEmpty() && dice.oneIn(3)) {
            String name = dice.pick(names);
            assertThat(found(states, name)).as(place + ", @" + name).isEqualTo(named(name));
        }
        if (dice.oneIn(4)) {
            list(states, place);
        }
    }

    private static String found(States states, String name) {
        try {
            return states.state("@" + name).handle().value();
        } catch (HoldfastException e) {
            assertThat(e.failure().code()).isEqualTo(Code.NOT_FOUND);
            return "nothing";
        }
    }

    /** A name leads to the state last opened by it, even if that has ended, unless that has lost its name. */
    private String named(String name) {
        ModelledState state = family.claimed(actor, name);
        if (state == null) {
            return "nothing";
        }
        Facts facts = state.facts;
        boolean still = !facts.exists || (facts.owner.equals(actor) && name.equals(facts.name));
        return still ? facts.handle : "nothing";
    }

    private void list(States states, String place) {
        List<String> names = family.names();
        String name = names.isEmpty() ? null : dice.maybe(3, names);
        String prefix = name == null ? null : name.substring(0, 1 + dice.upTo(name.length()));
        Map<String, String> labels = dice.oneIn(3) ? Map.of("label", dice.pick(List.of("x", "y"))) : Map.of();
        Lifetime lifetime = dice.maybe(4, List.of(Lifetime.values()));
        Condition where = dice.maybe(2, List.of(Condition.values()));
        List<String> expected = family.living().stream()
                .filter(state -> state.facts.isKnownTo(actor) && state.facts.isOpen(state.now()))
                .filter(state -> prefix == null || (state.facts.name != null && state.facts.name.startsWith(prefix)))
                .filter(state -> state.facts.labels.entrySet().containsAll(labels.entrySet()))
                .filter(state -> lifetime == null || (lifetime == Lifetime.SESSION) == (state.facts.idle != null))
                .filter(state -> where == null || where.holds(state.facts.present(state.now())))
                .map(state -> state.facts.handle)
                .sorted()
                .toList();
        ListQuery query =
                new ListQuery(prefix, labels, lifetime, null, 1 + dice.upTo(5), where == null ? null : where.cel());
        List<Listing.Summary> listed = pages(states, query);
        assertThat(listed.stream().map(summary -> summary.handle().value()).sorted())
                .as(place + ", " + query) // shard by shard, so in no order that the model knows
                .containsExactlyElementsOf(expected);
        listed.forEach(summary -> compare(place, summary));
    }

    private static List<Listing.Summary> pages(States states, ListQuery query) {
        List<Listing.Summary> listed = new ArrayList<>();
        ListQuery next = query;
        while (next != null) {
            Listing page = states.list(next);
            assertThat(page.states()).hasSizeLessThanOrEqualTo(query.max());
            listed.addAll(page.states());
            next = page.next() == null ? null : after(query, page.next());
        }
        return listed;
    }

    private static ListQuery after(ListQuery query, @Nullable String cursor) {
        return new ListQuery(query.namePrefix(), query.labels(), query.lifetime(), cursor, query.max(), query.where());
    }

    private void compare(String place, Listing.Summary summary) {
        ModelledState state = family.state(summary.handle().value());
        assertThat(state).as(place).isNotNull();
        if (state != null) {
            assertThat(List.of(
                            summary.revision(),
                            summary.owner(),
                            String.valueOf(summary.name()),
                            summary.labels(),
                            summary.updatedAt(),
                            String.valueOf(summary.expiresAt())))
                    .as(place)
                    .isEqualTo(List.of(
                            state.facts.revision,
                            state.facts.owner,
                            String.valueOf(state.facts.name),
                            state.facts.labels,
                            state.facts.at,
                            String.valueOf(state.facts.expiry())));
        }
    }
}
