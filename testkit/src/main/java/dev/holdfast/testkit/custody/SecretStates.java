package dev.holdfast.testkit.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.EncryptedFixture;
import dev.holdfast.testkit.SingleQuoted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** An encrypted store whose states hold a secret wherever a caller may put one. */
public interface SecretStates extends EncryptedFixture {
    Principal OWNER = Principal.local("owner");

    /** A word that no other test uses, and that stands in everything secret. */
    String SECRET = "Secret" + UUID.randomUUID().toString().replace("-", "");

    /** All files in a folder. */
    static List<byte[]> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<byte[]> all = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.add(Files.readAllBytes(file));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that the store keeps, and its vault: by default what can be read through its contract. */
    default List<byte[]> everythingStored() {
        List<byte[]> all = new ArrayList<>();
        try (CommitLog log = open()) {
            StatePage page = log.list(0, HeaderFilter.ALL, null, 10_000);
            for (StatePage.Listed state : page.states()) {
                CommitPage commits = log.read(state.id(), 1, 10_000, 1 << 30, Consistency.LINEARIZABLE);
                commits.commits().forEach(commit -> all.add(commit.event().borrow()));
                if (commits.base() != null) {
                    all.add(commits.base().content().borrow());
                }
                log.snapshots()
                        .find(state.id())
                        .ifPresent(snapshot -> all.add(snapshot.content().borrow()));
            }
        }
        return all;
    }

    /** Nothing of it holds the secret, or a digest of arguments. */
    static void assertNoSecretIn(List<byte[]> stored) {
        assertThat(stored).isNotEmpty();
        for (byte[] bytes : stored) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(text.contains(SECRET))
                    .as("the secret is stored in clear")
                    .isFalse();
            assertThat(text.contains("\"args\""))
                    .as("a digest of arguments is stored in clear")
                    .isFalse();
        }
    }

    /** An engine on the store and its vault. */
    default Holdfast encrypted() {
        return engine(open()).open();
    }

    /** Whether bytes hold a text. */
    static boolean contains(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
    }

    /** A state in which the secret stands wherever a caller may put one, with states beside it. */
    static State workedInEveryWay(Holdfast holdfast) {
        State state = holdfast.as(OWNER)
                .open(StateSpec.named("clear")
                        .data(JsonObject.of("key" + SECRET, Json.of("value" + SECRET), "n", Json.of(0)))
                        .commandId("op-open"))
                .state();
        state.write(w -> w.set("b", SECRET).note("note" + SECRET).commandId("op-1"));
        state.write(w -> w.set("later", SECRET).delay(Duration.ofDays(1)).note("later" + SECRET));
        state.write(w -> w.set("timed", Json.of(SECRET), Duration.ofDays(1)));
        state.ask(QuestionSpec.of("ask" + SECRET).choices("yes" + SECRET, "no"));
        String question = state.ask(QuestionSpec.of("answered" + SECRET)).id();
        state.answer(question, "yes", "because" + SECRET, "op-answer");
        state.lease("lease" + SECRET, Duration.ofMinutes(5));
        state.undo();
        State fork = holdfast.as(OWNER)
                .open(StateSpec.unnamed().fork(Fork.of(state.handle())))
                .state();
        fork.write(w -> w.set("fork", SECRET));
        state.merge(Merge.from(fork.handle()));
        workBeside(holdfast);
        Crowd.run(16, n -> {
            for (int i = 0; i < 66; i++) {
                fork.write(w -> w.increment("n", 1));
            }
            return n;
        });
        return state;
    }

    /** Makes a machine, a base and an internal state that hold the secret. */
    private static void workBeside(Holdfast holdfast) {
        holdfast.as(OWNER)
                .open(StateSpec.named("machine")
                        .machine(Machine.of(SingleQuoted.object("{'initial':'a" + SECRET + "','states':{'a" + SECRET
                                + "':{'on':{'go':'a" + SECRET + "'}}}}"))))
                .state()
                .send("go");
        State compacted = holdfast.as(OWNER)
                .open(StateSpec.unnamed().keep(Keep.revisions(1)).data(JsonObject.of("base", Json.of(SECRET))))
                .state();
        compacted.write(w -> w.set("more", SECRET).commandId("op-base"));
        compacted.write(w -> w.set("more", 2));
        assertThat(compacted.compact()).isPositive();
        holdfast.internal("sessions")
                .create(
                        SECRET,
                        JsonObject.of("session", Json.of(SECRET)),
                        InternalStates.Terms.forGood(Keep.EVERYTHING));
    }
}
