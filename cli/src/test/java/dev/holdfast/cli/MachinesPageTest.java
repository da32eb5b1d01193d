package dev.holdfast.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Machines;
import dev.holdfast.engine.Send;
import dev.holdfast.engine.Sent;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.MachineProblem;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/machines.md} shows is so. */
final class MachinesPageTest {
    private final Page page = Page.of("machines.md");
    private final String text = page.blocks("json").getFirst();
    private final JsonObject definition = (JsonObject) Json.parse(text);

    private enum Status {
        OPEN,
        PAID,
        SHIPPED,
        CANCELLED
    }

    @Test
    void mistakes_areToldAsShown() {
        JsonObject order = Machines.parse(definition).toJson();
        assertShown(order, "/states/open/on/pay/target", Json.of("payed"));
        assertShown(order, "/states/open/on/pay/guard", Json.of("total > 0"));
        assertShown(order, "/states/lost", JsonObject.EMPTY);
        assertShown(order, "/states/paid/always", Json.parse("[\"open\",\"shipped\"]"));
        assertShown(order, "/states/paid/invoke", JsonObject.EMPTY);
    }

    /** One line of the page is the first problem of the definition with a mistake. */
    private void assertShown(JsonObject order, String at, Json mistake) {
        JsonObject broken = (JsonObject) JsonPointer.parse(at).addTo(order, mistake);
        List<MachineProblem> problems = Machines.problems(Machine.of(broken));
        MachineProblem first = problems.getFirst();
        assertThat(page.text().lines().map(line -> line.replaceAll(" {2,}", " ")))
                .contains(first.at() + " " + first.toJson().string("kind") + " " + first.message());
    }

    @Test
    void calls_areAnsweredAsShown(@TempDir Path home) throws IOException {
        List<ShownCall> calls = ShownCall.in(page.blockWith("machine_send").replace("{…}", definition.toString()));
        assertThat(calls).hasSize(3);
        try (ToolClient model = new ToolClient(new Shell(home), "machine")) {
            calls.forEach(call -> Page.requireShown(call.answer(), model.call(call.tool(), call.arguments())));
        }
    }

    @Test
    void commands_doWhatIsSaid(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve("order.json"), text);
        Shell shell = new Shell(home);
        assertThat(page.commands()).hasSize(3);
        for (String[] command : page.commands()) {
            Shell.Result result = shell.run(command);
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(result.out()).isNotBlank();
        }
        assertThat(shell.run("get", "@order", "total").out()).isEqualTo("5\n");
    }

    @Test
    void java_isThatOfThisTest() {
        page.requireJavaIn(MachinesPageTest.class);
    }

    @Test
    void parsedMachine_isDrawn() {
        Machine order = Machines.parse((JsonObject) Json.parse(text));
        System.out.println(Machines.diagram(order, null));
        assertThat(order.id()).isEqualTo("order");
    }

    @Test
    void builtMachine_isLikeTheWrittenOne() {
        Machine order = Machines.define(
                "order",
                machine -> machine.context(JsonObject.of("total", Json.of(0)))
                        .initial(Status.OPEN)
                        .state(
                                Status.OPEN,
                                open -> open.on(
                                                "pay",
                                                pay -> pay.guard("context.total > 0")
                                                        .to(Status.PAID))
                                        .on("cancel", cancel -> cancel.to(Status.CANCELLED)))
                        .state(
                                Status.PAID,
                                paid -> paid.on("ship", ship -> ship.to(Status.SHIPPED))
                                        .after(Duration.ofDays(3), late -> late.to(Status.CANCELLED)))
                        .end(Status.SHIPPED)
                        .end(Status.CANCELLED));
        assertThat(requireNonNull(order.toJson().object("states")).keys())
                .isEqualTo(requireNonNull(definition.object("states")).keys());
        assertThat(Machines.problems(order)).isEmpty();
    }

    @Test
    void state_followsTheMachine() {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            State order = holdfast.open(StateSpec.named("order").machine(Machines.parse(definition)));
            order.send(Send.of("add", JsonObject.of("amount", Json.of(5))));
            Sent paid = order.send("pay");
            order.undo();
            order.observe(event -> System.out.println(event.cause()));
            assertThat(requireNonNull(paid.configuration()).active()).containsExactly("paid");
            assertThat(requireNonNull(order.read().configuration()).active()).containsExactly("open");
        }
    }
}
