package dev.holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class TurnsTest {
    private static final Principal ONE = Principal.local("one");

    @Test
    void callsTakeTheirTurnsUnderTheirPrincipal_unlessTheyAreGivenAName() {
        assertThat(Turns.of(ONE)).isEqualTo(ONE.id());
        String inner = Turns.under("a", () -> Turns.under("b", () -> Turns.of(ONE)) + Turns.of(ONE));
        assertThat(inner).isEqualTo("ba");
        assertThat(Turns.of(ONE)).isEqualTo(ONE.id());
    }

    @Test
    void name_endsWithTheCallsThatFail() {
        assertThatThrownBy(() -> Turns.under("a", () -> {
                    throw new IOException("a fault of the test");
                }))
                .isInstanceOf(IOException.class);
        assertThat(Turns.of(ONE)).isEqualTo(ONE.id());
    }
}
