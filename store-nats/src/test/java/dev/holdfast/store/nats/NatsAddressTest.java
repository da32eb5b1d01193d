package dev.holdfast.store.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Seeds;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NatsAddressTest {
    @Test
    void parse_readsEverything() {
        NatsAddress address = NatsAddress.parse("tls://me:p%40ss:w+rd@one:4222,[::1]:4223,three/pre_fix-1"
                + "?shards=8&replicas=3&monitor=http://one:8222&monitor=http://two:8222&durability=quorum&patience=3s");
        assertThat(address.servers()).containsExactly("tls://one:4222", "tls://[::1]:4223", "tls://three");
        assertThat(address.login()).isEqualTo(new NatsAddress.Login("me", "p@ss:w+rd"));
        assertThat(address.prefix()).isEqualTo("pre_fix-1");
        assertThat(address.options())
                .isEqualTo(new NatsAddress.Options(
                        8,
                        3,
                        List.of(URI.create("http://one:8222"), URI.create("http://two:8222")),
                        Durability.QUORUM,
                        Duration.ofSeconds(3)));
    }

    @Test
    void parse_takesATokenAndNothingElse() {
        NatsAddress address = NatsAddress.parse("nats://t0ken@host/p");
        assertThat(address.login()).isEqualTo(new NatsAddress.Login(null, "t0ken"));
        assertThat(address.options()).isEqualTo(NatsAddress.Options.NONE);
        assertThat(NatsAddress.parse("nats://host:1/p").login()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nats:host/p",
                "nats://host",
                "nats://host/",
                "nats:///p",
                "nats://host/with.dot",
                "nats://ho st/p",
                "nats://host:port/p",
                "nats://host/p?shards=0",
                "nats://host/p?shards=9999",
                "nats://host/p?shards=1&shards=1",
                "nats://host/p?replicas=x",
                "nats://host/p?durability=always",
                "nats://host/p?patience=0",
                "nats://host/p?monitor=https://host",
                "nats://host/p?monitor=http://user:secret@host",
                "nats://host/p?other=1",
                "nats://%zz@host/p"
            })
    void parse_refusesWhatIsNoAddress(String address) {
        assertThatThrownBy(() -> NatsAddress.parse(address))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(NatsAddress.FORM);
    }

    /** Addresses whose credentials are in any place, broken or not: no text that comes of one holds its secret. */
    @TestFactory
    Stream<DynamicTest> credentials_areInNoText() {
        return Seeds.tests(20, seed -> {
            Random random = new Random(seed);
            String secret = "sEcReT" + Long.toHexString(random.nextLong());
            String encoded = random.nextBoolean() ? secret : URLEncoder.encode("@:/" + secret, StandardCharsets.UTF_8);
            String login = pick(random, "user:" + encoded, encoded, encoded + ":pw", ":" + encoded, "a:b@" + encoded);
            String address = pick(random, "nats", "tls", "http", "")
                    + pick(random, "://", ":", "//") + login + "@"
                    + pick(random, "127.0.0.1:1", "ho st", "", "127.0.0.1:1,127.0.0.1:1")
                    + pick(random, "/prefix", "/", "", "/pre.fix")
                    + pick(random, "", "?patience=1", "?shards=x", "?" + encoded + "=1", "?durability=" + encoded);
            assertTellsNot(address, secret);
        });
    }

    private static void assertTellsNot(String address, String secret) {
        Throwable thrown = catchThrowable(() -> {
            NatsAddress parsed = NatsAddress.parse(address);
            assertThat(parsed.toString()).doesNotContain(secret);
            NatsStore.open(address).close();
        });
        assertThat(thrown).isInstanceOf(StoreUnavailableException.class);
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(secret);
        }
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
