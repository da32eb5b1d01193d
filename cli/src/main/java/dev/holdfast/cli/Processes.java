package dev.holdfast.cli;

import dev.holdfast.cli.background.Hello;
import dev.holdfast.cli.background.Visit;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The shared processes of a user on this machine: one of the newest build, and older ones that still serve hosts. */
record Processes(Path folder) {
    /**
     * Asks every process the same.
     *
     * @return the answers of those that live
     */
    List<JsonObject> ask(String what) {
        List<JsonObject> answers = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return answers;
        }
        try (DirectoryStream<Path> each = Files.newDirectoryStream(folder, "*@*")) {
            for (Path process : each) {
                ask(process, what, answers);
            }
        } catch (IOException e) {
            throw CliFailure.unavailable(folder + " cannot be read: " + e.getMessage());
        }
        return answers;
    }

    private static void ask(Path process, String what, List<JsonObject> answers) {
        try (Visit visit = Visit.at(process, Hello.of(what)).orElse(null)) {
            if (visit != null && Json.parse(visit.answer()) instanceof JsonObject answer) {
                answers.add(answer.with("folder", Json.of(process.toString())));
            }
        } catch (IOException | JsonParseException e) {
            // It ended meanwhile.
        }
    }
}
