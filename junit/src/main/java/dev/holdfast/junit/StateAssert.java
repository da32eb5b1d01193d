package dev.holdfast.junit;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.typed.ValueMapper;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonPointer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AssertionFailureBuilder;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/**
 * Assertions on a state now and as of earlier:
 *
 * <pre>{@code
 * StateAssert.assertThat(order)
 *         .has("status", "paid")
 *         .asOf(clock.ago(Duration.ofHours(1)))
 *         .has("status", "new");
 * }</pre>
 *
 * Numbers are compared by value: 3.5 is 3.50. Immutable.
 */
public final class StateAssert {
    private final State state;
    private final StateView view;

    private StateAssert(State state, StateView view) {
        this.state = state;
        this.view = view;
    }

    /** Assertions on the state as it is at this moment. */
    public static StateAssert assertThat(State state) {
        return new StateAssert(state, state.read());
    }

    /** What follows is asserted of the state as it was at a revision. */
    public StateAssert asOf(long revision) {
        return new StateAssert(state, state.at(revision));
    }

    /** What follows is asserted of the state as it was at a time. */
    public StateAssert asOf(Instant time) {
        return new StateAssert(state, state.at(time));
    }

    /** What follows is asserted of the state as it is now. */
    public StateAssert now() {
        return assertThat(state);
    }

    /**
     * The member is this value.
     *
     * @param target a key, or a JSON Pointer, which begins with a slash
     * @param value a string, a whole number, true or false, {@code Json}, null for JSON null, or a value of any type
     *     that the {@linkplain ValueMapper#installed installed mapper} writes
     */
    public StateAssert has(String target, @Nullable Object value) {
        require(target, json(value), at(target));
        return this;
    }

    /** There is no such member. */
    public StateAssert doesNotHave(String target) {
        Json actual = at(target);
        if (actual != null) {
            fail(target, "nothing", actual);
        }
        return this;
    }

    /** The document is this one, given as JSON text. */
    public StateAssert hasDocument(String json) {
        require("the document", Json.parse(json), view.document());
        return this;
    }

    /** The state is at this revision. */
    public StateAssert isAtRevision(long revision) {
        require("the revision", Json.of(revision), Json.of(view.revision()));
        return this;
    }

    /** The last event up to here changed these keys of the document and no others. */
    public StateAssert lastChanged(String... keys) {
        List<String> changed =
                List.copyOf(state.history(view.revision(), 1).getFirst().keys());
        if (!changed.equals(List.of(keys).stream().sorted().toList())) {
            fail("the keys of the last change", List.of(keys), changed);
        }
        return this;
    }

    /**
     * The call is refused with this code, and so has changed nothing.
     *
     * @return why, with facts
     */
    public static Failure assertRefused(Failure.Code code, Executable call) {
        Failure failure = Assertions.assertThrows(HoldfastException.class, call).failure();
        Assertions.assertEquals(code, failure.code(), failure::hint);
        return failure;
    }

    private @Nullable Json at(String target) {
        return target.startsWith("/")
                ? JsonPointer.parse(target).resolve(view.document())
                : view.document().get(target);
    }

    private static Json json(@Nullable Object value) {
        return switch (value) {
            case null -> Json.NULL;
            case Json json -> json;
            case String text -> Json.of(text);
            case Integer number -> Json.of(number);
            case Long number -> Json.of(number);
            case Boolean bool -> Json.of(bool);
            default -> ValueMapper.installed().toJson(value);
        };
    }

    private void require(String what, Json expected, @Nullable Json actual) {
        if (actual == null || !expected.sameValue(actual)) {
            fail(what, expected, Objects.requireNonNullElse(actual, "nothing"));
        }
    }

    private void fail(String what, Object expected, Object actual) {
        AssertionFailureBuilder.assertionFailure()
                .message(what + " as of revision " + view.revision())
                .expected(expected)
                .actual(actual)
                .buildAndThrow();
    }

    @Override
    public String toString() {
        return "StateAssert[" + state.handle() + " at revision " + view.revision() + "]";
    }
}
