package dev.holdfast.mcp;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ApiKeysTest {
    private static String hash(String key) {
        return HexFormat.of().formatHex(ApiKeys.digest(key));
    }

    @Test
    void key_isItsSubjectWithItsScopes() {
        ApiKeys keys = ApiKeys.parse("""
                # made in spring
                alice state:read,state:write %s

                  bob\t-   %s
                alice state:read %s
                """.formatted(hash("a"), hash("b").toUpperCase(Locale.ROOT), hash("c")));

        assertThat(keys.authenticate("a")).contains(Caller.authenticated("alice", Set.of("state:read", "state:write")));
        assertThat(keys.authenticate("b")).contains(Caller.authenticated("bob"));
        assertThat(keys.authenticate("c")).contains(Caller.authenticated("alice", Set.of("state:read")));
        for (String wrong : List.of("", "d", hash("a"), "A")) {
            assertThat(keys.authenticate(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void line_thatIsWrongIsNamedButNotQuoted() {
        for (String line : List.of(
                "alice " + hash("a"),
                "alice state:read secret",
                "alice state:read " + hash("a") + "00",
                "alice ,state:read " + hash("a"),
                json("alice state:'read ") + hash("a"),
                "local/default - " + hash("a"),
                "https://issuer#alice - " + hash("a"),
                "alice state:read " + hash("a") + " more")) {
            assertThatThrownBy(() -> ApiKeys.parse("# keys\n" + line))
                    .as(line)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Line 2")
                    .message()
                    .doesNotContain("secret")
                    .doesNotContain(hash("a"));
        }
    }
}
