package dev.holdfast.cli;

import dev.holdfast.cli.background.Hello;
import dev.holdfast.cli.background.Processes;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.StoreFiles;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.StoreFinding;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code holdfast doctor}: checks whether everything Holdfast needs is there, and says what to do if not. */
@Command(
        name = "doctor",
        description = "Check what the store and the program need: each line says ok, warn or fail, and what to do."
                + " Exits with 7 if something fails.")
final class DoctorCommand extends StoreCommand {
    private static final int OLDEST_JAVA = 21;
    private static final long LITTLE_ROOM = 1L << 30;
    private static final long NO_ROOM = 64L << 20;

    private final List<Json> checks = new ArrayList<>();

    DoctorCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        int java = Runtime.version().feature();
        check(
                "java",
                java >= OLDEST_JAVA ? Status.OK : Status.FAIL,
                Runtime.version().toString(),
                "use a JDK of 21 or newer");
        room();
        process();
        StoreFiles files = StoreFiles.of(store().address(surroundings()));
        Examination found = examined();
        found.findings().forEach(this::check);
        if (!files.isPresent() || !found.present()) {
            absent(files);
        } else if (found.isUsable()) {
            access(files);
            open();
        }
        return show(JsonObject.of("checks", JsonArray.copyOf(checks)));
    }

    /** What the kind of store finds before it is opened. That no store has such an address is told when it is. */
    private Examination examined() {
        try {
            return Holdfast.examine(store().address(surroundings()));
        } catch (StoreUnavailableException e) {
            return Examination.NONE;
        }
    }

    private void check(StoreFinding finding) {
        Status status = switch (finding.level()) {
            case OK -> Status.OK;
            case WARN -> Status.WARN;
            case FAIL -> Status.FAIL;
        };
        check(finding.check(), status, finding.found(), finding.advice());
    }

    /** Opening it would make a new store, and hide that one is missing. */
    private void absent(StoreFiles files) {
        boolean possible = files.isPossible();
        check(
                "store",
                possible ? Status.WARN : Status.FAIL,
                "there is nothing at " + store().shownAddress(surroundings()),
                possible
                        ? "the first command creates a store; if a program has one open there, its files were"
                                + " deleted: stop that program, put them back, and start it again"
                        : "name a place that you may write to");
    }

    private void open() {
        try (Holdfast holdfast = store().open(surroundings())) {
            examine(holdfast);
        } catch (HoldfastException e) {
            check(
                    "store",
                    Status.FAIL,
                    store().shownAddress(surroundings()),
                    e.failure().hint());
        }
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        throw new IllegalStateException("a store that does not open is a finding, not the end");
    }

    @Override
    protected void print(JsonObject result) {
        for (Json element : Objects.requireNonNull(result.array("checks"))) {
            JsonObject check = (JsonObject) element;
            String todo = check.string("todo");
            out().printf(
                            "%-4s  %-10s  %s%s%n",
                            check.string("status"),
                            check.string("check"),
                            check.string("found"),
                            todo == null ? "" : ": " + todo);
        }
    }

    @Override
    protected int exitCode(JsonObject result) {
        boolean failed = Objects.requireNonNull(result.array("checks")).stream()
                .anyMatch(check -> Status.FAIL.wire().equals(((JsonObject) check).string("status")));
        return failed ? ExitCode.of(Failure.Code.UNAVAILABLE) : ExitCode.DONE;
    }

    private void examine(Holdfast holdfast) {
        StoreInfo info = holdfast.store();
        check("store", Status.OK, store().shownAddress(surroundings()), "");
        for (String damage : info.damages()) {
            check(
                    "damage",
                    Status.FAIL,
                    damage,
                    "the states it names are unavailable, all others work; restore them from an earlier copy of"
                            + " the store");
        }
        check("format", Status.OK, "version " + info.format(), "");
        check(
                "encryption",
                Status.OK,
                holdfast.keys()
                        .vault()
                        .map(vault -> "on, with the keys of vault " + vault.id()
                                + "; readable without them are the names, labels, owners and readers of states, what"
                                + " they wait for, who changed them, when and how, command ids, and sizes")
                        .orElse("off: what is stored can be read from its files"),
                "");
        boolean lasting = info.durability().compareTo(Durability.LOCAL) >= 0;
        check(
                "durability",
                lasting ? Status.OK : Status.WARN,
                info.durability().name().toLowerCase(Locale.ROOT) + ", " + info.evidence(),
                "acknowledged writes do not survive power loss here; keep the store on a disk");
        try {
            holdfast.tryTurn();
            check("locks", Status.OK, "the turn to write was acquired", "");
        } catch (StoreUnavailableException e) {
            check("locks", Status.FAIL, String.valueOf(e.getMessage()), "end the process that holds the store");
        }
    }

    private void access(StoreFiles files) {
        List<Path> exposed = files.exposed();
        check(
                "access",
                exposed.isEmpty() ? Status.OK : Status.WARN,
                exposed.isEmpty() ? "the user alone" : exposed.getFirst() + " is open to other users",
                "chmod go= the files of the store");
    }

    /** The one that serves the hosts; without one they serve themselves, or start it. */
    private void process() {
        List<JsonObject> processes = new Processes(surroundings().runFolder()).ask(Hello.PS);
        String found = processes.stream()
                .map(each -> "pid " + each.get("pid") + " serves " + each.get("hosts") + " hosts")
                .collect(Collectors.joining(", "));
        check("process", Status.OK, found.isEmpty() ? "none runs; stdio starts one" : found, "");
    }

    private void room() {
        Long room = StoreFiles.of(store().address(surroundings())).room();
        if (room != null) {
            Status status = room < NO_ROOM ? Status.FAIL : room < LITTLE_ROOM ? Status.WARN : Status.OK;
            check("disk", status, (room >> 20) + " MiB free", "make room before the store cannot write");
        }
    }

    private void check(String what, Status status, String found, String todo) {
        checks.add(JsonObject.builder()
                .put("check", what)
                .put("status", status.wire())
                .put("found", found)
                .putIfPresent("todo", status == Status.OK ? null : todo)
                .build());
    }

    private enum Status {
        OK,
        WARN,
        FAIL;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
