package dev.holdfast.mcp.internal.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.ServerLimits;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private static final int ROOM = 100;

    private final Companions companions = Companions.of(ServerLimits.DEFAULT, ROOM);
    private final Admission one = new Admission(ServerLimits.DEFAULT, companions.messages());
    private final Admission other = new Admission(ServerLimits.DEFAULT, companions.messages());

    @Test
    void companions_holdNoMoreThanOneProcessMay() throws InterruptedException {
        assertThat(one.enter(60)).isTrue();
        assertThat(other.enter(40)).isTrue();
        assertThat(other.enter(1)).isFalse();

        one.leave(60);

        assertThat(other.enter(60)).isTrue();
    }

    @Test
    void refusal_takesNothing() throws InterruptedException {
        assertThat(one.enter(ROOM)).isTrue();
        for (int i = 0; i < 2 * ServerLimits.DEFAULT.maxConcurrentCalls(); i++) {
            assertThat(other.enter(ROOM)).isFalse();
        }
        one.leave(ROOM);

        assertThat(other.enter(ROOM)).isTrue();
    }
}
