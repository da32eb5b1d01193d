package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateUriTest {
    @ParameterizedTest
    @ValueSource(strings = {"plain", "a/b", "a b", "a+b", "100%", "ü", "keys/history", "?x#y", "日本"})
    void keys_surviveEncoding(String key) {
        assertThat(StateUri.parse(StateUri.ofKey("st_1", key))).contains(new StateUri.Key("st_1", key));
    }

    @Test
    void parse_tellsTheKindsApart() {
        assertThat(StateUri.parse("state://st_1")).contains(new StateUri.Document("st_1"));
        assertThat(StateUri.parse("state://st_1/history")).contains(new StateUri.Events("st_1"));
        assertThat(StateUri.parse("state://st_1/keys/history")).contains(new StateUri.Key("st_1", "history"));
        assertThat(StateUri.parse("state://st_1/keys/a+b")).contains(new StateUri.Key("st_1", "a+b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state://",
                "state://@n",
                "state://n",
                "st_1",
                "file:///st_1",
                "state://st_1/",
                "state://st_1/keys",
                "state://st_1/keys/",
                "state://st_1/other",
                "state://st_1/keys/%zz",
                "state://st_1/keys/%"
            })
    void parse_refusesEverythingElse(String uri) {
        assertThat(StateUri.parse(uri)).isEmpty();
    }
}
