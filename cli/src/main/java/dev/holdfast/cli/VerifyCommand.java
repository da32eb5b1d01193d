package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.StoreFiles;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Damage;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Verification;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;

/** {@code holdfast verify}: checks that a store is undamaged. */
@Command(
        name = "verify",
        description = "Check every state of the store: the chain of its events, its base, header and snapshot, and what"
                + " the store keeps beside them."
                + " Exits with 1 if something is damaged.")
final class VerifyCommand extends StoreCommand {
    VerifyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        String address = store().address(surroundings());
        if (!StoreFiles.of(address).isPresent()) {
            throw CliFailure.unavailable("there is no store at " + address);
        }
        return super.call();
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        Verification verification = holdfast.verify(progress);
        List<JsonObject> damages =
                verification.damages().stream().map(VerifyCommand::damage).toList();
        return JsonObject.builder()
                .put("sound", damages.isEmpty())
                .put("states", verification.states())
                .put("commits", verification.commits())
                .put("bytes", verification.bytes())
                .put("damaged", JsonArray.copyOf(damages))
                .build();
    }

    @Override
    protected void print(JsonObject result) {
        for (Json element : damages(result)) {
            JsonObject damage = (JsonObject) element;
            out().printf(
                            "%s revision %s: %s%n",
                            Objects.requireNonNullElse(damage.string("handle"), "the store"),
                            damage.get("revision"),
                            damage.string("what"));
        }
        out().printf(
                        "%s: %s states, %s commits, %s bytes of events checked%n",
                        damages(result).isEmpty() ? "sound" : damages(result).size() + " damaged records",
                        result.get("states"),
                        result.get("commits"),
                        result.get("bytes"));
    }

    @Override
    protected int exitCode(JsonObject result) {
        return damages(result).isEmpty() ? ExitCode.DONE : ExitCode.FAULT;
    }

    private static JsonArray damages(JsonObject result) {
        return Objects.requireNonNull(result.array("damaged"));
    }

    private static JsonObject damage(Damage damage) {
        StateId state = damage.state();
        return JsonObject.builder()
                .putIfPresent("handle", state == null ? null : state.value())
                .put("revision", damage.revision())
                .put("what", damage.what())
                .build();
    }
}
