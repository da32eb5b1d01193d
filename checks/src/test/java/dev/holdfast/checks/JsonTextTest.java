package dev.holdfast.checks;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JsonTextTest {
    @Test
    void singleQuotes_becomeDoubleOnes() {
        assertThat(json("{'a':1,'b':['',\t'c']}")).isEqualTo("{\"a\":1,\"b\":[\"\",\t\"c\"]}");
    }

    @Test
    void quoteAfterABackslash_staysSingle() {
        assertThat(json("{'it\\'s':'\\''}")).isEqualTo("{\"it's\":\"'\"}");
    }

    @Test
    void otherEscapesAndDoubleQuotes_stay() {
        assertThat(json("'\\n\\\\'")).isEqualTo("\"\\n\\\\\"");
        assertThat(json("'say \\\"no\\\"'")).isEqualTo("\"say \\\"no\\\"\"");
        assertThat(json("{'a':{\"b\":2}}")).isEqualTo("{\"a\":{\"b\":2}}");
    }

    @Test
    void textThatIsNoJson_isNotJudged() {
        assertThat(json("")).isEmpty();
        assertThat(json("{'a")).isEqualTo("{\"a");
        assertThat(json("'\\")).isEqualTo("\"\\");
    }
}
