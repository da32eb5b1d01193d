package dev.holdfast.mcp.internal.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.ServerLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SharesTest {
    private final Shares shares = Shares.of("things", "give one back", 3, 5);

    @Test
    void holder_atItsShareIsRefusedAndAnotherIsNot() {
        Shares.Taken taken = shares.take("mallory", 3);
        assertRefused(() -> shares.take("mallory", 1), "at most 3 things", "give one back");
        shares.take("alice", 2);
        assertRefused(() -> shares.take("alice", 1), "no room for more things");

        taken.close();
        taken.close();
        assertThat(shares.total()).isEqualTo(2);
        shares.take("alice", 1);
    }

    @Test
    void amount_thatIsLargerThanAShareIsGivenOnlyOfMemoryAndAlone() {
        assertRefused(() -> shares.take("alice", 4), "at most 3");
        Shares memory = Shares.ofMemory("bytes", "send less", 10, 20);
        Shares.Taken small = memory.take("mallory", 1);
        assertRefused(() -> memory.take("mallory", 11), "at most 10");
        small.close();
        Shares.Taken growing = memory.take("mallory", 5);
        growing.add(25);
        assertRefused(() -> memory.take("alice", 1), "no room");
        memory.take("alice", 0).close();
        growing.close();
        assertThat(memory.total()).isZero();
    }

    @Test
    void weight_ofTheFirstBytesIsFree() {
        TransportShares all = TransportShares.of(ServerLimits.DEFAULT, 1 << 20, 10);
        Holder holder = all.holder(Caller.authenticated("alice"), "1");
        try (Weight weight = holder.message()) {
            weight.add(16 << 10);
            assertThat(all.messages().total()).isZero();
            weight.add(100);
            assertThat(all.messages().total()).isEqualTo(100);
        }
        assertThat(all.messages().total()).isZero();
        assertThat(Weight.withParsed("[1,2]".getBytes(StandardCharsets.UTF_8))).isEqualTo(10 + 2 * 48);
    }

    @Test
    void holder_isThePrincipalOrElseTheConnection() {
        TransportShares all = TransportShares.of(ServerLimits.DEFAULT.withMaxStreams(1), 1 << 20, 10);
        all.holder(Caller.authenticated("alice"), "1").stream();
        assertRefused(() -> all.holder(Caller.authenticated("alice"), "2").stream(), "open streams");
        all.holder(Caller.anonymous("guest"), "1").stream();
        all.holder(Caller.anonymous("guest"), "2").stream();
        assertRefused(() -> all.holder(Caller.anonymous("guest"), "2").stream(), "open streams");
    }

    @Test
    void total_isWhatAllHave() {
        Random random = new Random(1);
        Shares many = Shares.of("things", "", 50, 100);
        List<Shares.Taken> taken = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            try {
                taken.add(many.take("holder " + random.nextInt(4), random.nextInt(20)));
            } catch (McpException e) {
                taken.remove(random.nextInt(taken.size())).close();
            }
            assertThat(many.total()).isBetween(0L, 100L);
        }
        taken.forEach(Shares.Taken::close);
        assertThat(many.total()).isZero();
    }

    private static void assertRefused(Runnable take, String... words) {
        assertThatExceptionOfType(McpException.class)
                .isThrownBy(take::run)
                .satisfies(
                        refused -> assertThat(Shares.isLimit(refused.error())).isTrue())
                .satisfies(refused -> assertThat(refused.error().message()).contains(words));
    }
}
