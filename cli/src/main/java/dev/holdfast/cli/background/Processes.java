package dev.holdfast.cli.background;

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
public record Processes(Path folder) {
    /**
     * Asks every process the same.
     *
     * @param what one of the kinds of {@link Hello}
     * @return the answers of those that live; none if the folder cannot be read, as no host then reaches one either
     */
    public List<JsonObject> ask(String what) {
        List<JsonObject> answers = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return answers;
        }
        try (DirectoryStream<Path> each = Files.newDirectoryStream(folder, "*@*")) {
            for (Path process : each) {
                ask(process, what, answers);
            }
        } catch (IOException e) {
            return answers;
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
