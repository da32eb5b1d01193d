package dev.holdfast.cli;

import dev.holdfast.cli.command.DamageReport;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.custody.AnchorOptions;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Verification;
import dev.holdfast.engine.custody.AnchorCheck;
import dev.holdfast.engine.custody.CertificateCheck;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
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
        CertificateCheck certified = anchor.checkCertificate(holdfast, progress);
        Verification verification = holdfast.verify(progress);
        List<Damage> damages = Stream.of(
                        held == null ? List.<Damage>of() : held.damages(),
                        certified == null ? List.<Damage>of() : certified.damages(),
                        verification.damages())
                .flatMap(List::stream)
                .toList();
        JsonObject.Builder result = JsonObject.builder()
                .put("sound", damages.isEmpty())
                .put("states", verification.states())
                .put("commits", verification.commits())
                .put("bytes", verification.bytes());
        return DamageReport.put(result, damages)
                .putIfPresent("anchor", held == null ? null : json(held))
                .putIfPresent("certificate", certified == null ? null : json(certified))
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

    private static JsonObject json(CertificateCheck certified) {
        return JsonObject.builder()
                .put("at", certified.at().toString())
                .put("subject", certified.subject())
                .put("states", certified.states())
                .put("unknown", certified.unknown())
                .put("signed", certified.signed())
                .build();
    }

    @Override
    protected void print(JsonObject result) {
        DamageReport.print(result, out());
        JsonObject held = result.object("anchor");
        if (held != null) {
            out().println("held against the anchor of " + held.string("at") + ": " + held.get("states")
                    + " states, of which " + held.get("compacted") + " were compacted beyond it, " + held.get("erased")
                    + " erased" + signature(held));
        }
        JsonObject certified = result.object("certificate");
        if (certified != null) {
            out().println("held against the certificate of " + certified.string("at") + " for "
                    + certified.string("subject") + ": " + certified.get("states") + " states"
                    + (Json.of(0).equals(certified.get("unknown"))
                            ? ""
                            : "; it says nothing of " + certified.get("unknown") + " that were damaged")
                    + signature(certified));
        }
        out().printf(
                        "%s: %s states, %s commits, %s bytes of events checked%n",
                        DamageReport.of(result).isEmpty()
                                ? "sound"
                                : DamageReport.of(result).size() + " damaged records",
                        result.get("states"),
                        result.get("commits"),
                        result.get("bytes"));
    }

    private static String signature(JsonObject checked) {
        return Json.of(true).equals(checked.get("signed")) ? "" : "; its signature was not checked";
    }

    @Override
    protected int exitCode(JsonObject result) {
        return DamageReport.exitCode(result);
    }
}
