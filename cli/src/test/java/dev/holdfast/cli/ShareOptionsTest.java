package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Rate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class ShareOptionsTest {
    @Test
    void callers_whoAreToldApartHaveShares() {
        Limits limits = parsed().limits(Limits.DEFAULT, true);
        assertThat(limits.writesPerPrincipal()).isEqualTo(new Rate(1 << 20, 64 << 20));
        assertThat(limits.keptPerPrincipal()).isEqualTo(4L << 30);
        assertThat(limits.waitsPerPrincipal()).isEqualTo(256);
        assertThat(parsed().limits(Limits.DEFAULT, false)).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void shares_areWhatWasAskedFor() {
        Limits limits = parsed("--write-rate", "1", "--kept", "2").limits(Limits.DEFAULT, false);
        assertThat(limits.writesPerPrincipal()).isEqualTo(new Rate(1_024, 65_536));
        assertThat(limits.keptPerPrincipal()).isEqualTo(2 << 20);
        limits = parsed("--write-rate", "0", "--kept", "0").limits(Limits.DEFAULT, true);
        assertThat(limits.withWaitsPerPrincipal(Limits.DEFAULT.waitsPerPrincipal()))
                .isEqualTo(Limits.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"--write-rate,-1", "--write-rate,32768", "--kept,-1"})
    void shares_thatAreNoneAreRefused(String option, String value) {
        assertThatThrownBy(() -> parsed(option, value).check()).hasMessageContaining(option);
    }

    private static ShareOptions parsed(String... arguments) {
        return CommandLine.populateCommand(new ShareOptions(), arguments);
    }
}
