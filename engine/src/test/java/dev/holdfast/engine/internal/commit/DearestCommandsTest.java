package dev.holdfast.engine.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.Decider;
import dev.holdfast.engine.internal.decision.MintedIds;
import dev.holdfast.engine.internal.decision.Validator;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPointer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The dearest commands that are allowed. The steps that they are said to cost must tell what they really cost, in
 * memory that passes through and in bytes that are stored, for a bound on the steps to bound anything.
 */
final class DearestCommandsTest {
    /** The most memory that passes through for a step, in bytes, and for any command. */
    private static final long BYTES_PER_STEP = 128;

    private static final long BYTES_FOR_ANY = 1 << 20;

    private static final StateId ID = new StateId("st_0123456789abcdefghjkmnpqrs");
    private static final Principal OWNER = Principal.local("test");
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final Deciding DECIDING = new Deciding(
            new Decider(Limits.DEFAULT, new Validator(() -> null)),
            () -> NOW,
            MintedIds.of(() -> "id"),
            new Removals(Duration.ZERO, System::nanoTime),
            new StoredEvents(Sealing.NONE));
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Ways to make much work, given how much and where its numbers come from. */
    @SuppressWarnings("ImmutableEnumChecker") // documents are immutable
    private enum Way {
        ADD_TO_SET(JsonObject.EMPTY) {
            @Override
            Write write(int n, Random random) {
                return Write.builder().addToSet("a", numbers(n, random)).build();
            }
        },
        ADD_TO_SET_OF_COLLIDING_TEXTS(JsonObject.EMPTY) {
            @Override
            Write write(int n, Random random) {
                return Write.builder()
                        .addToSet(
                                "a",
                                IntStream.range(0, n)
                                        .mapToObj(i -> Json.of(colliding(i)))
                                        .toArray(Json[]::new))
                        .build();
            }
        },
        ADD_ONE_TO_A_LARGE_SET(object("a", array(100_000))) {
            @Override
            Write write(int n, Random random) {
                return Write.builder().addToSet("a", Json.of(-1 - n)).build();
            }
        },
        POINTERS_UNDER_ONE_KEY(object("a", array(50_000))) {
            @Override
            Write write(int n, Random random) {
                Write.Builder write = Write.builder();
                IntStream.range(0, n).forEach(i -> write.set("/a/" + i, random.nextInt()));
                return write.build();
            }
        },
        MANY_KEYS(JsonObject.EMPTY) {
            @Override
            Write write(int n, Random random) {
                Write.Builder write = Write.builder();
                IntStream.range(0, n).forEach(i -> write.set("k" + i, i));
                return write.build();
            }
        },
        COLLIDING_KEYS(JsonObject.EMPTY) {
            @Override
            Write write(int n, Random random) {
                Write.Builder write = Write.builder();
                IntStream.range(0, n).forEach(i -> write.set(colliding(i), i));
                return write.build();
            }
        },
        MERGE_OF_MANY_KEYS(JsonObject.EMPTY) {
            @Override
            Write write(int n, Random random) {
                JsonObject.Builder merged = JsonObject.builder();
                IntStream.range(0, n).forEach(i -> merged.put("k" + i, i));
                return Write.builder().merge(merged.build()).build();
            }
        },
        REPLACES_OF_ONE_DEEP_ELEMENT(object("a", array(50_000).appended(Json.parse("[[[]]]")))) {
            @Override
            Write write(int n, Random random) {
                JsonPointer last = JsonPointer.parse("/a/50000");
                List<JsonPatch.Operation> operations = IntStream.range(0, n)
                        .<JsonPatch.Operation>mapToObj(i ->
                                new JsonPatch.Operation.Replace(last, i % 2 == 0 ? Json.of(i) : Json.parse("[[[]]]")))
                        .toList();
                return Write.builder().patch(JsonPatch.of(operations)).build();
            }
        },
        INSERTS_AND_REMOVALS(object("a", array(50_000))) {
            @Override
            Write write(int n, Random random) {
                JsonPatch.Builder patch = JsonPatch.builder();
                for (int i = 0; i < n; i += 2) {
                    patch.add(JsonPointer.parse("/a/" + random.nextInt(50_000)), Json.of(i));
                    patch.remove(JsonPointer.parse("/a/" + random.nextInt(50_000)));
                }
                return Write.builder().patch(patch.build()).build();
            }
        },
        COPIES_THAT_DOUBLE(object("a", JsonArray.of(Json.of(1)))) {
            @Override
            Write write(int n, Random random) {
                JsonPatch.Builder patch = JsonPatch.builder();
                for (int i = 0; i < Math.min(n, 40); i++) {
                    patch.copy(JsonPointer.parse("/a"), JsonPointer.parse("/b" + i));
                    patch.add(JsonPointer.parse("/a/-"), Json.of(i));
                    patch.copy(JsonPointer.parse("/a"), JsonPointer.parse("/a/-"));
                }
                return Write.builder().patch(patch.build()).build();
            }
        },
        TESTS_OF_LARGE_VALUES(object("a", array(2_000))) {
            @Override
            Write write(int n, Random random) {
                JsonPatch.Builder patch = JsonPatch.builder();
                IntStream.range(0, Math.max(1, n / 2_000))
                        .forEach(i -> patch.test(JsonPointer.parse("/a"), array(2_000)));
                return Write.builder().patch(patch.build()).build();
            }
        },
        EXPECTED_REVISIONS(JsonObject.EMPTY) {
            @Override
            Write write(int n, Random random) {
                Write.Builder write = Write.builder().set("k", 1);
                IntStream.range(0, n).forEach(i -> write.ifRevision("k" + i, 0));
                return write.build();
            }
        },
        DEEP_POINTERS(object("a", nested(50))) {
            @Override
            Write write(int n, Random random) {
                JsonPointer deep = JsonPointer.parse("/a" + "/x".repeat(50));
                JsonPatch.Builder patch = JsonPatch.builder();
                IntStream.range(0, n / 8 + 1).forEach(i -> patch.replace(deep, Json.of(i)));
                return Write.builder().patch(patch.build()).build();
            }
        };

        private final JsonObject document;

        Way(JsonObject document) {
            this.document = document;
        }

        abstract Write write(int n, Random random);
    }

    @TestFactory
    Stream<DynamicTest> steps_tellWhatACommandReallyCosts() {
        Random random = new Random(11);
        return Stream.of(Way.values())
                .flatMap(way -> IntStream.of(10, 1_000 + random.nextInt(1_000), 20_000)
                        .mapToObj(n -> DynamicTest.dynamicTest(way + " " + n, () -> check(way, n))));
    }

    private static void check(Way way, int n) {
        Image image = state(way.document);
        Command command = Command.of(ID, OWNER, "op", new Change.Operate(way.write(n, new Random(n))));
        Steps steps = Steps.all(1L << 40, () -> false);
        long before = THREADS.getCurrentThreadAllocatedBytes();

        Worked worked = Worked.of(DECIDING, image, command, steps);

        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(BYTES_FOR_ANY + BYTES_PER_STEP * steps.spent());
        assertThat(worked.bytes()).isLessThan(1_000 + 2 * steps.spent());
    }

    /** What costs too much is refused before it is done. */
    @TestFactory
    Stream<DynamicTest> commands_endWhereTheirStepsEnd() {
        return Stream.of(Way.values())
                .map(way -> DynamicTest.dynamicTest(way.toString(), () -> {
                    Image image = state(way.document);
                    Command command = Command.of(ID, OWNER, "op", new Change.Operate(way.write(20_000, new Random(1))));
                    Steps all = Steps.all(1L << 40, () -> false);
                    Worked.of(DECIDING, image, command, all);

                    Steps few = Steps.all(all.spent() - 1, () -> false);
                    assertThat(Worked.of(DECIDING, image, command, few).outcome())
                            .isInstanceOfSatisfying(
                                    CommandOutcome.Refused.class,
                                    refused -> assertThat(
                                                    refused.failure().facts().string("limit"))
                                            .isEqualTo("steps"));
                }));
    }

    @Test
    void valuesAddedToASet_areThoseThatItLacksByValue() {
        Image image = state(object("a", JsonArray.of(Json.of(1), Json.parse("2.0"), Json.parse("{\"x\":1}"))));
        Write write = Write.builder()
                .addToSet("a", Json.parse("1.00"), Json.of(3), Json.of(2), Json.parse("{\"x\":1e0}"), Json.parse("3.0"))
                .build();

        Worked worked = Worked.of(
                DECIDING,
                image,
                Command.of(ID, OWNER, null, new Change.Operate(write)),
                Steps.all(1L << 40, () -> false));

        assertThat(worked.records().getLast().after().document().get("a")).isEqualTo(Json.parse("[1,2.0,{\"x\":1},3]"));
    }

    private static Image state(JsonObject document) {
        Settings settings =
                Settings.parse(JsonObject.of("owner", Json.of(OWNER.id()), "lifetime", Json.of("persistent")));
        Command create = new Command(ID, OWNER, null, Change.Create.of(settings, document));
        Worked worked = Worked.of(DECIDING, Image.absent(ID), create, Steps.all(1L << 40, () -> false));
        return worked.records().getLast().after();
    }

    private static JsonObject object(String key, Json value) {
        return JsonObject.of(key, value);
    }

    private static JsonArray array(int size) {
        return JsonArray.copyOf(IntStream.range(0, size).mapToObj(Json::of).toList());
    }

    private static Json nested(int depth) {
        Json value = Json.of(1);
        for (int i = 0; i < depth; i++) {
            value = JsonObject.of("x", value);
        }
        return value;
    }

    private static Json[] numbers(int n, Random random) {
        return IntStream.range(0, n).mapToObj(i -> Json.of(random.nextInt())).toArray(Json[]::new);
    }

    /** Texts that differ and have one hash code. */
    private static String colliding(int n) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            text.append((n >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }
}
