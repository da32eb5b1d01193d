package dev.holdfast.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.Caller;
import dev.holdfast.testkit.Crowd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ConsoleLinksTest {
    private static final Duration TO_OPEN = Duration.ofMinutes(10);
    private static final Duration TO_USE = Duration.ofHours(12);
    private static final String SECRET = "s".repeat(43);
    private static final String OTHER = "t".repeat(43);

    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final ConsoleLinks links =
            ConsoleLinks.of(Caller.anonymous("local/default"), TO_OPEN, TO_USE, () -> now, new Random(7));

    private static String code(String link) {
        assertThat(link).startsWith("/#link=").hasSize(7 + 43);
        return link.substring(7);
    }

    @Test
    void link_belongsToTheSecretThatCameFirst() {
        String code = code(links.mint());

        assertThat(links.authenticate(code + "." + SECRET)).map(Caller::subject).contains("local/default");
        assertThat(links.authenticate(code + "." + OTHER)).isEmpty();
        assertThat(links.authenticate(code + "." + SECRET)).isPresent();
    }

    @Test
    void code_aloneIsNoCredential() {
        String code = code(links.mint());

        for (String token : List.of(code, code + ".", code + "." + "s".repeat(42), code + "." + SECRET + "x", "")) {
            assertThat(links.authenticate(token)).as(token).isEmpty();
        }
        assertThat(links.authenticate(code + "." + SECRET)).isPresent();
    }

    @Test
    void codeThatWasNeverMade_isRefused() {
        assertThat(links.authenticate(OTHER + "." + SECRET)).isEmpty();
    }

    @Test
    void link_waitsOnlySoLong() {
        String code = code(links.mint());
        now = now.plus(TO_OPEN);

        assertThat(links.authenticate(code + "." + SECRET)).isEmpty();
    }

    @Test
    void openedLink_endsToo() {
        String code = code(links.mint());
        now = now.plus(TO_OPEN).minusSeconds(1);
        Optional<Caller> opened = links.authenticate(code + "." + SECRET);
        Instant end = now.plus(TO_USE);
        assertThat(opened).map(Caller::expiry).contains(end);

        now = end.minusSeconds(1);
        assertThat(links.authenticate(code + "." + SECRET)).map(Caller::expiry).contains(end);

        now = end;
        assertThat(links.authenticate(code + "." + SECRET)).isEmpty();
        assertThat(links.authenticate(code + "." + OTHER)).isEmpty();
    }

    @Test
    void ofManyAtOnce_oneOpensIt() throws Exception {
        String code = code(links.mint());

        List<Boolean> admitted = Crowd.runOnPlatformThreads(
                16,
                i -> links.authenticate(
                                code + "." + String.valueOf((char) ('a' + i)).repeat(43))
                        .isPresent());

        assertThat(admitted).containsOnlyOnce(true);
    }
}
