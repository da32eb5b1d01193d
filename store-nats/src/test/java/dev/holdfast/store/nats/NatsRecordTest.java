package dev.holdfast.store.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class NatsRecordTest {
    private static final long MOST = 4_096;

    @TestFactory
    Stream<DynamicTest> records_areReadAsTheyWereWrittenFromPlainText() {
        return Seeds.tests(30, seed -> {
            Random random = new Random(seed);
            Append append = append(random);
            Base base = Samples.base(append.commit());
            NatsRecord commit = NatsRecord.of(append, before(random));
            for (NatsRecord record : List.of(
                    commit,
                    commit.withParts(random.nextInt(9)),
                    commit.replacedBy(base, 17, 1 + random.nextInt(9)),
                    NatsRecord.begun(base, append.header()),
                    commit.erased(17),
                    NatsRecord.OF_PART)) {
                assertThat(record.toText()).matches("[ -~]*");
                assertThat(NatsRecord.parse(record.toText())).isEqualTo(record);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> payloads_areSplitIntoMessagesThatFitAndJoinedAgain() {
        return Seeds.tests(30, seed -> {
            Random random = new Random(seed);
            Append append = append(random);
            Bytes payload = Samples.bytes(random.nextInt(5 * (int) MOST));
            List<NatsMessages.Outgoing> messages =
                    NatsMessages.split(append.state(), NatsRecord.of(append, KnownState.ABSENT), payload, MOST);
            NatsMessages.Outgoing last = messages.getLast();
            assertThat(messages)
                    .allMatch(message -> message.record().toText().length()
                                    + message.payload().length()
                            < MOST);
            assertThat(messages.subList(0, messages.size() - 1))
                    .allMatch(message -> message.record().equals(NatsRecord.OF_PART));
            assertThat(last.record().parts()).isEqualTo(messages.size() - 1);
            assertThat(NatsMessages.join(
                            messages.subList(0, messages.size() - 1).stream()
                                    .map(NatsMessages.Outgoing::payload)
                                    .toList(),
                            last.payload()))
                    .isEqualTo(payload);
        });
    }

    private static KnownState before(Random random) {
        NatsRecord.BasePlace base = new NatsRecord.BasePlace(3, random.nextInt(99));
        return random.nextBoolean()
                ? KnownState.ABSENT
                : new KnownState(100, 9, header(random), base, random.nextInt(99));
    }

    private static Append append(Random random) {
        StateId id = Samples.freshId();
        long expected = random.nextInt(9);
        Commit commit = Samples.commit(
                expected + 1,
                random.nextBoolean() ? null : new CommandKey(text(random), "op" + text(random)),
                Samples.bytes(9));
        return new Append(id, expected, commit, header(random));
    }

    private static StateHeader header(Random random) {
        return new StateHeader(
                text(random),
                random.nextBoolean() ? null : text(random),
                random.nextBoolean() ? Map.of() : Map.of("a" + text(random), text(random)),
                Set.of("r" + text(random)),
                random.nextBoolean() ? Lifetime.SESSION : Lifetime.PERSISTENT,
                random.nextBoolean() ? null : Samples.at(random.nextInt(99)),
                random.nextBoolean() ? null : Samples.at(random.nextInt(99)),
                random.nextBoolean() ? Phase.OPEN : Phase.CLOSED,
                random.nextLong(Long.MAX_VALUE),
                Samples.at(1),
                random.nextBoolean() ? null : Duration.ofSeconds(random.nextInt(99)),
                random.nextBoolean() ? Set.of() : Set.of("w" + text(random)));
    }

    /** Control characters, quotes, and characters of every length in UTF-8. */
    private static String text(Random random) {
        int[] from = {0, 0x20, 0x22, 0x5c, 0x7f, 0x80, 0x7ff, 0x3000, 0x1f511};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(from[random.nextInt(from.length)] + random.nextInt(3));
        }
        return text.toString();
    }
}
