package dev.holdfast.rules.machine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.internal.machine.Chart;
import dev.holdfast.engine.internal.machine.Interpreter;
import dev.holdfast.engine.internal.machine.MachineStep;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.engine.machine.MachineProblem;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/**
 * The cases for SCXML that a framework for tests of it has as data, those of the W3C among them. What machines here do
 * not have is left out: {@code scxml.txt} says which cases those are, and why.
 */
final class ScxmlTest {
    private static final Path EXPECTED = Path.of("src/test/npm/scxml.txt");

    @Test
    void cases_leadToTheStatesTheySay() throws Exception {
        Path folder = Npm.scxml();
        SortedMap<String, String> results = new TreeMap<>();
        for (Path file : files(folder)) {
            results.put(folder.relativize(file).toString(), result(file));
        }
        String told = results.entrySet().stream()
                .map(result -> result.getKey() + ": " + result.getValue() + "\n")
                .collect(Collectors.joining());
        Files.writeString(Path.of("target/npm/scxml.txt"), told);
        assertThat(told).isEqualTo(Files.readString(EXPECTED, StandardCharsets.UTF_8));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".scxml"))
                    .filter(file -> Files.exists(expectation(file)))
                    .sorted()
                    .toList();
        }
    }

    private static Path expectation(Path file) {
        return Path.of(file.toString().replaceFirst("\\.scxml$", ".json"));
    }

    private static String result(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Element root = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        JsonObject script = (JsonObject) Json.parse(Files.readString(expectation(file), StandardCharsets.UTF_8));
        try {
            List<JsonObject> events = events(script);
            Set<String> sent = events.stream().map(ScxmlTest::name).collect(Collectors.toCollection(TreeSet::new));
            return run(ScxmlReader.read(root, sent), script, events);
        } catch (ScxmlReader.LeftOutException e) {
            return "left out: " + e.getMessage();
        }
    }

    private static List<JsonObject> events(JsonObject script) {
        JsonArray events = script.array("events");
        List<JsonObject> found = new ArrayList<>();
        for (Json event : events == null ? JsonArray.EMPTY : events) {
            // Those that come after a time come at once: without <send> nothing happens by itself.
            found.add((JsonObject) event);
        }
        return found;
    }

    private static String name(JsonObject event) {
        return ((JsonString) requireNonNull(JsonPointer.of("event", "name").resolve(event))).value();
    }

    private static String run(JsonObject definition, JsonObject script, List<JsonObject> events) {
        List<MachineProblem> problems = problems(definition);
        JsonObject reachable = definition;
        JsonObject given = definition.object("on");
        JsonObject on = given == null ? JsonObject.EMPTY : given;
        while (!problems.isEmpty() && problems.getFirst().kind() == MachineProblem.Kind.UNREACHABLE) {
            JsonObject state =
                    (JsonObject) JsonPointer.parse(problems.getFirst().at()).resolve(reachable);
            on = on.with(
                    "never sent " + on.size(),
                    Json.of("#" + requireNonNull(state).string("id")));
            reachable = definition.with("on", on);
            problems = problems(reachable);
        }
        if (!problems.isEmpty()) {
            return "refused: " + problems.getFirst().message();
        }
        Chart chart = Chart.of(Machine.of(reachable), Definitions.RULES, Steps.unlimited());
        MachineStep step = Interpreter.initial(chart, null, Definitions.NOON, Steps.unlimited());
        if (!(step instanceof MachineStep.Taken start)) {
            return "does not start";
        }
        Configuration configuration = start.configuration();
        if (!names(configuration).equals(expected(script, "initialConfiguration"))) {
            return "differs: starts in " + names(configuration);
        }
        for (JsonObject event : events) {
            MachineEvent sent = MachineEvent.of(name(event));
            MachineStep next =
                    Interpreter.send(chart, configuration, JsonObject.EMPTY, sent, Definitions.NOON, Steps.unlimited());
            configuration = next instanceof MachineStep.Taken taken ? taken.configuration() : configuration;
            if (!names(configuration).equals(expected(event, "nextConfiguration"))) {
                return "differs: after " + name(event) + " in " + names(configuration);
            }
        }
        return "passed";
    }

    private static List<MachineProblem> problems(JsonObject definition) {
        return Chart.problems(Machine.of(definition), Definitions.RULES, Steps.unlimited());
    }

    private static Set<String> names(Configuration configuration) {
        return configuration.active().stream()
                .map(path -> path.substring(path.lastIndexOf('.') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> expected(JsonObject script, String member) {
        return requireNonNull(script.array(member)).stream()
                .map(name -> ((JsonString) name).value())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
