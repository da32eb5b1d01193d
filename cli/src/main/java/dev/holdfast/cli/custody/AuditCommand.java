package dev.holdfast.cli.custody;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.cli.process.StopSignal;
import dev.holdfast.engine.Audit;
import dev.holdfast.engine.AuditTail;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.audit.AuditPage;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast audit}: shows who read, who was refused and who did what. */
@Command(
        name = "audit",
        description = {
            "Show the audit log, oldest entries first: who read, who was refused and who did what, in all processes",
            "that were started with --audit. That it is read is recorded too. With --follow, go on with what is",
            "recorded from then on, until the program is stopped; it then prints a cursor to go on with."
        })
public final class AuditCommand extends StoreCommand {
    private static final int MOST = 100_000;
    private static final int USUAL_NUMBER = 100;
    private static final Duration USUAL_TIME = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Option(names = "--principal", paramLabel = "ID", description = "Entries of this principal.")
    private @Nullable String principal;

    @Option(names = "--handle", paramLabel = "HANDLE", description = "Entries about this state.")
    private @Nullable String handle;

    @Option(
            names = "--did",
            split = ",",
            paramLabel = "KIND",
            description = "Entries of these kinds, such as read, write, erase.")
    private List<String> kinds = List.of();

    @Option(
            names = "--outcome",
            split = ",",
            paramLabel = "CODE",
            description = "Entries with these outcomes, such as ok, not_found, forbidden.")
    private List<String> outcomes = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = {
                "Entries from then on, such as 2026-11-30T08:00:00Z. Default: a day before --until, or else",
                "before now."
            })
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Entries before then.")
    private @Nullable String until;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many entries. Default: 100. With --follow: end once so many were shown.")
    private @Nullable Integer limit;

    @Option(
            names = "--follow",
            description = "Show what is recorded from now on, or from --since or --cursor on, by any process.")
    private boolean follow;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on where an answer before said that it ended.")
    private @Nullable String cursor;

    @Option(
            names = "--end",
            description = {
                "End that the store keeps this log, and record that in it. What was recorded stays. Programs that",
                "have the store open go on recording until they end."
            })
    private boolean end;

    /** Ends what follows; null unless it was asked for. */
    private @Nullable StopSignal stop;

    /** For one run of the program. */
    public AuditCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        requireStore();
        if (limit != null && (limit < 1 || limit > MOST)) {
            throw CliFailure.invalid("--limit", "--limit is 1 to " + MOST);
        } else if (follow && until != null) {
            throw CliFailure.invalid("--until", "--until is not for --follow, which has no end");
        } else if (!follow) {
            return super.call();
        }
        try (StopSignal asked = new StopSignal()) {
            stop = asked;
            return super.call();
        }
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        if (end) {
            holdfast.endAudit(store().principal());
            return JsonObject.of("ended", Json.of(true));
        }
        Audit audit = holdfast.audit()
                .orElseThrow(() -> CliFailure.invalid(
                        "--audit", "say where the audit log is, with --audit or HOLDFAST_AUDIT, as its writers do"));
        Principal reader = store().principal();
        return stop == null
                ? pages(audit, reader, progress)
                : JsonObject.of("next", Json.of(followed(audit.follow(reader, query()), stop)));
    }

    /** Shows what comes until the program is stopped or its output is closed, and answers where to go on. */
    private String followed(AuditTail tail, StopSignal asked) {
        long[] shown = {0};
        try {
            do {
                tail.poll(entry -> {
                    out().println(isJson() ? entry.toJson().toString() : line(entry));
                    shown[0]++;
                });
            } while (!out().checkError() && (limit == null || shown[0] < limit) && !asked.await(PAUSE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return tail.cursor();
    }

    private JsonObject pages(Audit audit, Principal reader, ProgressLine progress) {
        AuditQuery query = query();
        List<JsonObject> found = new ArrayList<>();
        String next = cursor;
        int all = limit == null ? USUAL_NUMBER : limit;
        do {
            int most = Math.min(all - found.size(), AuditQuery.MOST);
            AuditPage page = audit.read(reader, query.page(next, most));
            page.entries().stream().map(AuditEntry::toJson).forEach(found::add);
            next = page.next();
            progress.done(found.size());
        } while (next != null && found.size() < all);
        return JsonObject.builder()
                .put("entries", JsonArray.copyOf(found))
                .putIfPresent("next", next == null ? null : Json.of(next))
                .build();
    }

    private AuditQuery query() {
        try {
            Set<AuditKind> wanted = kinds.stream().map(AuditKind::of).collect(Collectors.toSet());
            StateId state = handle == null ? null : new StateId(handle);
            return new AuditQuery(
                    principal,
                    state,
                    wanted,
                    Set.copyOf(outcomes),
                    stop == null ? begin() : time(since),
                    time(until),
                    stop == null ? null : cursor,
                    AuditQuery.MOST);
        } catch (DateTimeException e) {
            throw CliFailure.invalid("--since", "a time is written as 2026-11-30T08:00:00Z");
        } catch (IllegalArgumentException e) {
            throw CliFailure.invalid("--did", "--did or --handle: " + e.getMessage());
        }
    }

    private Instant begin() {
        Instant given = time(since);
        Instant end = Objects.requireNonNullElseGet(time(until), InstantSource.system()::instant);
        return given == null ? end.minus(USUAL_TIME) : given;
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    @Override
    protected void print(JsonObject result) {
        for (Json element : Objects.requireNonNullElse(result.array("entries"), JsonArray.EMPTY)) {
            out().println(line(AuditEntry.parse((JsonObject) element)));
        }
        if (end) {
            out().println("The store keeps no audit log any more.");
        }
        String next = result.string("next");
        if (next != null) {
            out().println((stop == null ? "more follow: --cursor " : "go on with: --follow --cursor ") + next);
        }
    }

    private static String line(AuditEntry entry) {
        StateId state = entry.state();
        return entry.at() + " " + entry.principal().replaceAll("\\p{C}", "?") + " "
                + entry.did().wire()
                + (state == null ? "" : " " + state)
                + (entry.revision() == 0 ? "" : " at " + entry.revision())
                + (entry.count() == 1 ? "" : " (" + entry.count() + ")")
                + " " + entry.outcome()
                + (entry.via().isEmpty() ? "" : " via " + entry.via());
    }
}
