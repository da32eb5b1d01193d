package dev.holdfast.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which steps an expression refers to. */
final class ReferencesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        steps.a.output + steps.b.output    | a b | false
        steps["a"].output                  | a   | false
        steps['a']                         | a   | false
        steps . a                          | a   | false
        has(steps.a.output)                | a   | false
        input.steps.a                      |     | false
        my_steps.a == stepsof.b            |     | false
        "steps.a" + 'steps.b'              |     | false
        "\\" + steps.a"                    |     | false
        r"\\" + steps.a                    | a   | false
        '''it's steps.a''' + steps.b       | b   | false
        b"steps.a"                         |     | false
        steps                              |     | true
        steps[input.name]                  |     | true
        steps["a" + "b"]                   |     | true
        size(steps) > steps.a.output       | a   | true
        steps.a // steps.b                 | a   | false
        steps.1                            |     | true
        """)
    void references_areToldFromTheText(String expression, String names, boolean open) {
        References references = References.of(expression);

        assertThat(String.join(" ", references.names())).isEqualTo(names == null ? "" : names);
        assertThat(references.open()).isEqualTo(open);
    }
}
