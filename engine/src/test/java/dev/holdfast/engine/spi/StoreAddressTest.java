package dev.holdfast.engine.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StoreAddressTest {
    private static final String LETTERS = "abcXYZ019:/@?#%+._~!$'()*,";
    private static final List<String> SCHEMES =
            List.of("postgresql", "postgres", "jdbc:postgresql", "redis", "rediss", "nats", "tls", "memory-like");
    private static final List<String> NAMES =
            List.of("password", "sslpassword", "PASSWORD", "p%61ssword", "pwd", "token", "auth_token", "credentials");

    @Test
    void secrets_areNeverShown_whateverTheyConsistOf() {
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            String secret = "S3" + text(random, 12) + "cr3t";
            String login = random.nextBoolean() ? "user:" + secret : secret;
            String scheme = SCHEMES.get(random.nextInt(SCHEMES.size()));
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String parameter = secret.replace("&", "").replace(";", "");
            List<String> addresses = List.of(
                    scheme + "://" + login + "@host:5432/db?ssl=true",
                    scheme + "://host/db?user=me&" + name + "=" + parameter + "&ssl=true",
                    scheme + "://" + login + "@one:1," + scheme + "://" + login + "@two:2",
                    scheme + ":db?" + name + "=" + parameter);
            for (String address : addresses) {
                for (String text : List.of(address, "--store " + address + " cannot be opened: no route")) {
                    String shown = StoreAddress.shown(text);
                    assertThat(shown).as(text).doesNotContain("S3", "cr3t");
                    assertThat(StoreAddress.shown(shown)).isEqualTo(shown);
                }
            }
        }
    }

    @Test
    void addressesWithoutSecrets_areShownAsTheyAre() {
        for (String address : List.of(
                "memory:",
                "sqlite:/home/a@b/state.db",
                "file:/data/my store",
                "postgresql://host:5432/db?sslmode=verify-full&user=me",
                "sqlite:///home/a@b/state.db",
                "nats://one:4222,two:4222")) {
            assertThat(StoreAddress.shown(address)).isEqualTo(address);
        }
        assertThat(StoreAddress.shown("redis://me:pw@host/1?timeout=5&auth=x"))
                .isEqualTo("redis://***@host/1?timeout=5&auth=***");
    }

    @Test
    void failures_showNoSecrets() {
        assertThat(StoreUnavailableException.unusable("nothing at redis://me:pw@host"))
                .hasMessage("nothing at redis://***@host");
        assertThat(StoreUnavailableException.failed(
                        "connecting to redis://me:pw@host", new IllegalStateException("redis://:pw@host is gone")))
                .hasMessageNotContaining("pw");
        StoreFinding finding =
                new StoreFinding("server", StoreFinding.Level.FAIL, "redis://me:pw@host", "use redis://me:pw@other");
        assertThat(finding.toString()).doesNotContain("pw");
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
