package dev.holdfast.mcp.internal.era;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.mcp.McpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "SGVsbG8=",
                "=?base64?SGVsbG8=",
                "SGVsbG8=?=",
                "=?BASE64?SGVsbG8=?=",
                "=?base64?=",
                "a b"
            })
    void text_withoutBothMarksMeansItself(String value) {
        assertThat(HeaderText.decode("Mcp-Name", value)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "=?base64?SGVsbG8sIOS4lueVjA==?=, 'Hello, 世界'",
        "=?base64?IHBhZGRlZCA=?=, ' padded '",
        "=?base64??=, ''",
        "=?base64?PT9iYXNlNjQ/eD89?=, '=?base64?x?='"
    })
    void text_betweenTheMarksIsDecoded(String value, String meant) {
        assertThat(HeaderText.decode("Mcp-Name", value)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SGVsbG8", "SGVs bG8=", "SGVsbG8==", "=", "SGVsbG-8", "/w==", "7aCA"})
    void text_thatIsMarkedButNotEncodedIsAMismatch(String encoded) {
        assertThatThrownBy(() -> HeaderText.decode("Mcp-Name", "=?base64?" + encoded + "?="))
                .isInstanceOfSatisfying(
                        McpException.class, e -> assertThat(e.error().code()).isEqualTo(-32020));
    }

    @Test
    void text_ofAnyLengthIsDecodedWithoutOverflowingTheStack() {
        String encoded = "QUFB".repeat(1_000_000);
        assertThat(HeaderText.decode("Mcp-Name", "=?base64?" + encoded + "?=")).hasSize(3_000_000);
    }
}
