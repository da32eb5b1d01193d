package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Seeds;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class PostgresAddressTest {
    @Test
    void everyForm_meansTheSame() {
        for (String address : List.of(
                "postgresql://me%40home:s%2Fe%3F@db:5433/state?sslmode=require&currentSchema=a",
                "postgres://me%40home:s%2Fe%3F@db:5433/state?currentSchema=a&sslmode=require",
                "jdbc:postgresql://db:5433/state?user=me%40home&password=s%2Fe%3F&sslmode=require&currentSchema=a")) {
            PostgresAddress parsed = PostgresConnector.address(address);
            assertThat(parsed.url()).isEqualTo("jdbc:postgresql://db:5433/state");
            assertThat(parsed.properties())
                    .containsEntry("user", "me@home")
                    .containsEntry("password", "s/e?")
                    .containsEntry("sslmode", "require")
                    .hasSize(3);
            assertThat(parsed.schema()).isEqualTo("a");
            assertThat(parsed.shards()).isEqualTo(8);
            assertThat(parsed).hasToString("postgresql://db:5433/state, schema a");
        }
    }

    @Test
    void optionThatTheDriverDoesNotKnow_isRefused() {
        for (String wrong : List.of("sslmod=require", "shards=0", "shards=x", "sslmode", "currentSchema=a,b", "a=%q")) {
            assertThatThrownBy(() -> PostgresConnector.address("postgresql://db/state?" + wrong))
                    .as(wrong)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageStartingWith("write postgresql://");
        }
        assertThatThrownBy(() -> PostgresConnector.address("jdbc:mysql://db/state"))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void auditLog_isInASchemaBeside() {
        PostgresProvider provider = new PostgresProvider();
        assertThat(provider.beside("postgresql://db/state"))
                .isEqualTo("postgresql://db/state?currentSchema=holdfast-audit");
        assertThat(provider.beside("postgresql://db/state?shards=2"))
                .isEqualTo("postgresql://db/state?shards=2&currentSchema=holdfast-audit");
        assertThat(provider.beside("postgresql://db/state?currentSchema=a&shards=2"))
                .isEqualTo("postgresql://db/state?currentSchema=a-audit&shards=2");
    }

    /** Passwords, whether or not they are written as they must be, of addresses where nothing answers. */
    @TestFactory
    Stream<DynamicTest> noFailureToOpen_tellsAPassword() {
        return Seeds.tests(40, seed -> {
            Random random = new Random(seed);
            String secret = "QJ" + text(random) + "JQ";
            String written = random.nextBoolean()
                    ? URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20")
                    : secret;
            String address = switch (random.nextInt(5)) {
                case 0 -> "postgresql://me:" + written + "@localhost:1/state";
                case 1 -> "postgres://me:" + written + "@localhost:1/state?sslmode=disable";
                case 2 -> "jdbc:postgresql://localhost:1/state?user=me&password=" + written;
                case 3 -> "postgresql://localhost:1/state?sslpassword=" + written + "&user=me";
                default -> "postgresql:me:" + written + "@localhost:1/state";
            };
            assertThat(told(catchThrowable(() -> Holdfast.open(address))))
                    .doesNotContain("QJ", "JQ")
                    .contains("StoreUnavailableException");
        });
    }

    /** All that a log would hold of a failure: message, causes, and those that were suppressed. */
    private static String told(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append("aB@/:?&=%#;\\ +".charAt(random.nextInt(14)));
        }
        return text.toString();
    }
}
