package dev.holdfast.cli;

import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.custody.AnchorOptions;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.AnchorCheck;
import dev.holdfast.engine.Damage;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Verification;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code holdfast verify}: checks that a store is undamaged. */
@Command(
        name = "verify",
        description = "Check every state of the store: the chain of its events, its base, header and snapshot, and what"
                + " the store keeps beside them."
                + " Exits with 1 if something is damaged.")
final class VerifyCommand extends StoreCommand {
    @Mixin
    private AnchorOptions anchor = new AnchorOptions();

    VerifyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        anchor.check();
        requireStore();
        return super.call();
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        AnchorCheck held = anchor.check(holdfast, progress);
        Verification verification = holdfast.verify(progress);
        List<JsonObject> damages = Stream.concat(
                        held == null ? Stream.empty() : held.damages().stream(), verification.damages().stream())
                .map(VerifyCommand::damage)
                .toList();
        return JsonObject.builder()
                .put("sound", damages.isEmpty())
                .put("states", verification.states())
                .put("commits", verification.commits())
                .put("bytes", verification.bytes())
                .put("damaged", JsonArray.copyOf(damages))
                .putIfPresent("anchor", held == null ? null : json(held))
                .build();
    }

    private static JsonObject json(AnchorCheck held) {
        return JsonObject.builder()
                .put("at", held.at().toString())
                .put("states", held.states())
                .put("compacted", held.compacted())
                .put("erased", held.erased())
                .put("signed", held.signed())
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
        JsonObject held = result.object("anchor");
        if (held != null) {
            out().printf(
                            "held against the anchor of %s: %s states, of which %s were compacted beyond it, %s"
                                    + " erased%s%n",
                            held.string("at"),
                            held.get("states"),
                            held.get("compacted"),
                            held.get("erased"),
                            Json.of(true).equals(held.get("signed")) ? "" : "; its signature was not checked");
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
