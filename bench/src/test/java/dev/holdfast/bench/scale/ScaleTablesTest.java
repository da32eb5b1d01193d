package dev.holdfast.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documentation shows what the program prints. */
class ScaleTablesTest {
    @Test
    void theTablesOfTheDocumentationAreTheOnesThatAreWorkedOut() throws IOException {
        String page = Files.readString(Path.of("../docs/scale.md"));

        for (String table : ScaleTables.all().split("\n\n", -1)) {
            assertThat(page).contains(table.strip());
        }
    }
}
