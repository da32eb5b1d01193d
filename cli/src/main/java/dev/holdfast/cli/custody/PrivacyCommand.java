package dev.holdfast.cli.custody;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.DamageReport;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Privacy;
import dev.holdfast.engine.custody.AuditedSubject;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.custody.Finding;
import dev.holdfast.engine.custody.Subject;
import dev.holdfast.engine.custody.SubjectErasure;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast privacy}: what a store holds about a principal or a label, and its erasure. */
@Command(
        name = "privacy",
        description = {
            "Tell what the store holds about a principal, or with a label, or erase it.",
            "  report   print every state that holds something (the default)",
            "  erase    erase the states that are held, with their history, and end the access to others;",
            "           takes --yes, and --certificate FILE for a certificate of it"
        })
public final class PrivacyCommand extends StoreCommand {
    private static final String CERTIFICATE = "--certificate";
    private static final String SIGN = "--sign";

    @Parameters(arity = "0..1", paramLabel = "VERB", hideParamSyntax = true, description = "What to do, as above.")
    private String verb = "report";

    @Option(names = "--principal", paramLabel = "ID", description = "About this principal, such as local/default.")
    private @Nullable String principal;

    @Option(names = "--label", paramLabel = "LABEL=VALUE", description = "About all states with this label.")
    private @Nullable String label;

    @Option(names = "--yes", description = "erase: do it. What is erased cannot be brought back.")
    private boolean yes;

    @Option(names = CERTIFICATE, paramLabel = "FILE", description = "erase: write which states were erased.")
    private @Nullable Path certificate;

    @Option(names = SIGN, paramLabel = "KEY", description = "erase: sign it with the Ed25519 key in this PEM file.")
    private @Nullable Path sign;

    /** For one run of the program. */
    public PrivacyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        boolean erases = verb.equals("erase");
        if (!erases && !verb.equals("report")) {
            throw CliFailure.invalid("VERB", "privacy takes report or erase");
        } else if (erases && !yes) {
            throw CliFailure.invalid(
                    "--yes", "what is erased cannot be brought back; look at privacy report, then give" + " --yes");
        } else if (!erases && (certificate != null || yes)) {
            throw CliFailure.invalid(CERTIFICATE, CERTIFICATE + " and --yes are of privacy erase");
        } else if (sign != null && certificate == null) {
            throw CliFailure.invalid(SIGN, SIGN + " needs " + CERTIFICATE);
        }
        subject();
        requireStore();
        return super.call();
    }

    private Subject subject() {
        if ((principal == null) == (label == null)) {
            throw CliFailure.invalid("--principal", "give either --principal or --label");
        } else if (principal != null) {
            return Subject.principal(principal);
        }
        int equals = Objects.requireNonNull(label).indexOf('=');
        if (equals < 1) {
            throw CliFailure.invalid("--label", "--label is LABEL=VALUE");
        }
        return Subject.label(label.substring(0, equals), label.substring(equals + 1));
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        Subject subject = subject();
        List<Finding> found = new ArrayList<>();
        List<Damage> damages = new ArrayList<>(holdfast.privacy().report(subject, found::add, progress));
        JsonObject.Builder result = JsonObject.builder().put("subject", subject.toString());
        if (verb.equals("report")) {
            AuditedSubject audited = holdfast.privacy().audited(subject, progress);
            damages.addAll(audited.damages());
            result.put("audit_entries", audited.entries())
                    .put("found", json(found, kind -> kind != Finding.Kind.INTERNAL))
                    .put("internal", json(found, kind -> kind == Finding.Kind.INTERNAL));
            return DamageReport.put(result, damages).build();
        }
        erase(holdfast, subject, found, damages, progress, result);
        return DamageReport.put(result, damages).build();
    }

    /** @param damages what could not be looked into; gets what could not be erased */
    private void erase(
            Holdfast holdfast,
            Subject subject,
            List<Finding> found,
            List<Damage> damages,
            ProgressLine progress,
            JsonObject.Builder result) {
        PrivateKey key = sign == null ? null : SigningKeys.toSign(SIGN, sign);
        Privacy privacy = holdfast.privacy();
        Set<StateId> held = of(found, Finding.Kind.HELD);
        CertificateFile file = certificate == null ? null : CertificateFile.begin(certificate, subject, held);
        Set<StateId> all = new HashSet<>(held);
        if (file != null) {
            all.addAll(file.planned());
        }
        SubjectErasure erasure = privacy.erase(subject, all, of(found, Finding.Kind.SHARED), progress);
        damages.addAll(erasure.damages());
        if (file != null) {
            result.put("certified", file.end(privacy, damages, key)).put("certificate", String.valueOf(certificate));
        }
        result.put("erased", erasure.erased())
                .put("unshared", erasure.unshared())
                .put("left", erasure.left().size())
                .put("audit_entries", erasure.audited())
                .put("changed_states_of_others", of(found, Finding.Kind.CHANGED).size())
                .put("internal_states", erasure.internal());
    }

    private static Set<StateId> of(List<Finding> found, Finding.Kind kind) {
        return found.stream()
                .filter(finding -> finding.kind() == kind)
                .map(Finding::state)
                .collect(Collectors.toSet());
    }

    private static JsonArray json(List<Finding> found, Predicate<Finding.Kind> kinds) {
        return JsonArray.copyOf(found.stream()
                .filter(finding -> kinds.test(finding.kind()))
                .<Json>map(PrivacyCommand::json)
                .toList());
    }

    private static JsonObject json(Finding finding) {
        return JsonObject.builder()
                .put("kind", finding.kind().wire())
                .put("handle", finding.state().value())
                .putIfPresent("name", finding.name() == null ? null : Json.of(finding.name()))
                .put("owner", finding.owner())
                .put("revision", finding.revision())
                .put("events", finding.events())
                .put("updated_at", finding.updated().toString())
                .build();
    }

    @Override
    protected void print(JsonObject result) {
        DamageReport.print(result, out());
        if (result.has("erased")) {
            out().println("erased " + result.get("erased") + " states, ended the access to " + result.get("unshared")
                    + "; " + result.get("left") + " could not be erased, and the history of "
                    + result.get("changed_states_of_others") + " states of others keeps what was done there; "
                    + result.get("audit_entries") + " entries removed from the audit log; "
                    + result.get("internal_states") + " internal states keep the id");
            if (result.has("certificate")) {
                out().println(result.string("certificate") + " certifies " + result.get("certified")
                        + " states; every backup of the keys from before can still read copies of them");
            }
            return;
        }
        printFound(Objects.requireNonNull(result.array("found")));
        printFound(Objects.requireNonNull(result.array("internal")));
        if (!Json.of(0).equals(result.get("audit_entries"))) {
            out().println("audit    " + result.get("audit_entries") + " entries in the audit log");
        }
    }

    private void printFound(JsonArray found) {
        for (Json element : found) {
            JsonObject finding = (JsonObject) element;
            out().printf(
                            "%-8s %s revision %s of %s%s%n",
                            finding.string("kind"),
                            finding.string("handle"),
                            finding.get("revision"),
                            finding.string("owner"),
                            finding.has("name") ? " " + finding.string("name") : "");
        }
    }

    @Override
    protected int exitCode(JsonObject result) {
        boolean left = result.has("left") && !Json.of(0).equals(result.get("left"));
        return left ? ExitCode.FAULT : DamageReport.exitCode(result);
    }
}
