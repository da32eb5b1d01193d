package dev.holdfast.rules.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Machines;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.MachineProblem;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/machines.md} shows is so. */
final class MachinesPageTest {
    private static final Pattern DEFINITION = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void order_canRunAndItsMistakesAreToldAsShown() throws IOException {
        String page = Files.readString(Path.of("../docs/machines.md"), StandardCharsets.UTF_8);
        Matcher definition = DEFINITION.matcher(page);
        assertThat(definition.find()).isTrue();
        JsonObject order =
                Machines.parse((JsonObject) Json.parse(definition.group(1))).toJson();

        assertShown(page, order, "/states/open/on/pay/target", Json.of("payed"));
        assertShown(page, order, "/states/open/on/pay/guard", Json.of("total > 0"));
        assertShown(page, order, "/states/lost", JsonObject.EMPTY);
        assertShown(page, order, "/states/paid/always", Json.parse("[\"open\",\"shipped\"]"));
        assertShown(page, order, "/states/paid/invoke", JsonObject.EMPTY);
    }

    /** One line of the page is the first problem of the definition with a mistake. */
    private static void assertShown(String page, JsonObject order, String at, Json mistake) {
        JsonObject broken = (JsonObject) JsonPointer.parse(at).addTo(order, mistake);
        List<MachineProblem> problems = Machines.problems(Machine.of(broken));
        MachineProblem first = problems.getFirst();
        assertThat(page.lines().map(line -> line.replaceAll(" {2,}", " ")))
                .contains(first.at() + " " + first.toJson().string("kind") + " " + first.message());
    }
}
