package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.json.Json;
import org.junit.jupiter.api.Test;

/** Engines that are opened by the address of a store, as the command line does. */
final class PostgresHoldfastTest {
    private final String address = PostgresUnderTest.newStore(8);

    @Test
    void statesOfOneInstance_areThoseOfTheOther() {
        try (Holdfast one = Holdfast.open(address);
                Holdfast other = Holdfast.open("jdbc:" + address.replace("postgres@", "") + "&user=postgres")) {
            State written = one.open(StateSpec.named("shared"));
            written.write(w -> w.set("zero \0 and one \1", Json.of("a\0b")).commandId("op \0 \1"));
            State read = other.open(StateSpec.named("shared"));
            assertThat(read.read().document()).isEqualTo(written.read().document());
            assertThat(read.write(w ->
                                    w.set("zero \0 and one \1", Json.of("a\0b")).commandId("op \0 \1"))
                            .revision())
                    .isEqualTo(2);
            Principal odd = Principal.local("zero \0 and one \1");
            State named = one.as(odd).open(StateSpec.named("odd")).state();
            assertThat(other.as(odd).open(StateSpec.named("odd")).state().handle())
                    .isEqualTo(named.handle());
            assertThat(one.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    @Test
    void auditLog_isBesideTheStore() {
        try (Holdfast holdfast = Holdfast.on(address).audited(Auditing.beside()).open()) {
            holdfast.open(StateSpec.named("watched")).write(w -> w.set("a", 1));
        }
        String beside = new PostgresProvider().beside(address);
        try (Holdfast log = Holdfast.open(beside)) {
            assertThat(log.verify(Progress.NONE).states()).isPositive();
        }
    }
}
