package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.testkit.Seeds;
import dev.holdfast.testkit.custody.AuditFixture;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * An audit log in the hands of processes that are killed. A child process opens the store through the test's class,
 * which needs a constructor without arguments.
 */
public interface AuditedProcessesContract extends ClientFixture {
    /** A path for a store that does not exist yet; the same for all calls of one test. */
    Path place();

    /** Kills a process that serves several callers while another one does, too; what was answered is in the log. */
    @TestFactory
    default Stream<DynamicTest> kill_leavesNothingAnsweredWithoutItsEntry() {
        return Seeds.tests(2, seed -> {
            Random random = new Random(seed);
            Map<String, Long> told = new HashMap<>();
            String handle;
            try (Holdfast holdfast = engine(this, place())) {
                Principal owner = Principal.local("owner");
                handle = holdfast.as(owner)
                        .open(StateSpec.named("shared"))
                        .state()
                        .handle()
                        .value();
            }
            try (ChildProcess killed = child("killed" + seed, handle, 100_000);
                    ChildProcess other = child("other" + seed, handle, 8)) {
                goOn(List.of(killed, other));
                for (int lines = random.nextInt(100); lines > 0; lines--) {
                    told.merge(killed.line(), 1L, Long::sum);
                }
                killed.kill().forEach(line -> told.merge(line, 1L, Long::sum));
                Stream.generate(other::line)
                        .takeWhile(line -> !line.equals("done"))
                        .forEach(line -> told.merge(line, 1L, Long::sum));
            }
            assertThat(told).hasSizeGreaterThanOrEqualTo(8);
            requireAll(told);
        });
    }

    /** The log has each that was told of; of each process that was killed it may have some more. */
    private void requireAll(Map<String, Long> told) {
        try (Holdfast holdfast = engine(this, place())) {
            Map<String, Long> recorded = AuditFixture.entries(holdfast, AuditQuery.ALL).stream()
                    .filter(entry ->
                            entry.did() == AuditKind.READ || entry.outcome().equals(AuditEntry.ASKED))
                    .collect(Collectors.groupingBy(
                            entry -> entry.principal() + " " + entry.did().wire(), Collectors.counting()));
            told.forEach((line, times) -> assertThat(recorded.get(line))
                    .as(line)
                    .isBetween(times, line.contains("killed") ? times + 1 : times));
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    /** An engine on the store of a fixture, with an audit log beside it. */
    static Holdfast engine(ClientFixture fixture, Path place) {
        Path audit = place.resolveSibling(place.getFileName() + "-audit");
        return Holdfast.on(fixture.open(place, ProcessesContract.PATIENCE))
                .audited(Auditing.in(() -> fixture.open(audit, ProcessesContract.PATIENCE)))
                .open();
    }

    private ChildProcess child(String name, String handle, int times) {
        return ChildProcess.start(getClass(), "call audited", place(), name, handle, times);
    }

    /** Lets children begin together. */
    private static void goOn(List<ChildProcess> children) {
        children.forEach(child -> assertThat(child.line()).isEqualTo("ready"));
        children.forEach(ChildProcess::goOn);
    }
}
