package dev.holdfast.engine.typed;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.Target;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of a key and the type of its values, as a constant of a program:
 *
 * <pre>{@code
 * static final Key<BigDecimal> TOTAL = Key.of("total", BigDecimal.class).initially(BigDecimal.ZERO);
 *
 * TOTAL.in(state).update(total -> total.add(price));
 * state.write(w -> w.set(TOTAL, price).set("paid", true));
 * }</pre>
 *
 * Values are mapped as those of {@link TypedState}, exactly. Immutable and safe for use by many threads.
 *
 * @param <T> the type of the values
 */
public final class Key<T> {
    private final Target target;
    private final Type type;
    private final ValueMapper mapper;
    private final @Nullable T initial;

    private Key(Target target, Type type, ValueMapper mapper, @Nullable T initial) {
        this.target = target;
        this.type = type;
        this.mapper = mapper;
        this.initial = initial;
    }

    /**
     * A key with values that the {@linkplain ValueMapper#installed installed mapper} maps.
     *
     * @param name a key, or with a slash in front a JSON Pointer into the document
     * @throws HoldfastException {@code invalid} if it begins with a slash and is no JSON Pointer
     */
    public static <T> Key<T> of(String name, Class<T> type) {
        return named(name, type);
    }

    /** A key with lists of values of a type. */
    public static <T> Key<List<T>> ofList(String name, Class<T> elements) {
        return named(name, new GenericType(List.class, List.of(elements)));
    }

    /** A key with maps from texts to values of a type. */
    public static <T> Key<Map<String, T>> ofMap(String name, Class<T> values) {
        return named(name, new GenericType(Map.class, List.of(String.class, values)));
    }

    private static <T> Key<T> named(String name, Type type) {
        return new Key<>(Target.parse("key", name), type, ValueMapper.installed(), null);
    }

    /** The same key by a mapper of the caller's own. */
    public Key<T> by(ValueMapper other) {
        return new Key<>(target, type, other, initial);
    }

    /** The same key, where an absent value is this one. Nothing is written. */
    public Key<T> initially(T value) {
        return new Key<>(target, type, mapper, value);
    }

    /** The key as it was named. */
    public String name() {
        return target.name();
    }

    /** The key in a state: to read, change and observe it there. */
    public TypedKey<T> in(State state) {
        return new TypedKey<>(state, this);
    }

    /**
     * The value in a state as it was read.
     *
     * @throws HoldfastException {@code invalid} if there is none and no value stands for that, or it is none of the
     *     type, with the facts {@code key}, {@code type} and {@code path}
     */
    public T in(StateView view) {
        return required(view.document());
    }

    /**
     * The value in a state as it was read, if there is one: the key is there and is not null.
     *
     * @throws HoldfastException {@code invalid} if it is none of the type
     */
    public Optional<T> find(StateView view) {
        return Optional.ofNullable(value(target.resolve(view.document())));
    }

    /**
     * What a value is written as.
     *
     * @throws HoldfastException {@code invalid} if it has no form in JSON
     */
    public Json toJson(T value) {
        return mapper.toJson(value);
    }

    Optional<Json> json(JsonObject document) {
        return Optional.ofNullable(target.resolve(document));
    }

    T required(JsonObject document) {
        return orInitial(target.resolve(document));
    }

    T orInitial(@Nullable Json json) {
        return valueOrInitial(json)
                .orElseThrow(() -> new Failure(
                                Failure.Code.INVALID,
                                facts(),
                                "There is no value under " + name()
                                        + ". Set it, or say what stands for that: initially(…).")
                        .toException());
    }

    Optional<T> valueOrInitial(@Nullable Json json) {
        T value = value(json);
        return Optional.ofNullable(value == null ? initial : value);
    }

    /** What is there with what changed between two values; members that their type does not know are kept. */
    Json changed(@Nullable Json present, T from, T to) {
        Json before = mapper.toJson(from);
        Json after = mapper.toJson(to);
        return after.equals(before) && present != null ? present : Rebase.onto(present, before, after);
    }

    @SuppressWarnings("unchecked") // a mapper gives values of the type that it is asked for
    private @Nullable T value(@Nullable Json json) {
        if (json == null) {
            return null;
        }
        try {
            return (T) mapper.fromJson(json, type);
        } catch (HoldfastException e) {
            Failure failure = e.failure();
            HoldfastException named = new Failure(
                            failure.code(), failure.facts().with("key", Json.of(name())), failure.hint())
                    .toException();
            named.initCause(e);
            throw named;
        }
    }

    private JsonObject facts() {
        return JsonObject.of("key", Json.of(name()), "type", Json.of(typeName()));
    }

    private String typeName() {
        return type instanceof Class<?> plain ? plain.getSimpleName() : type.getTypeName();
    }

    @Override
    public String toString() {
        return "Key[" + name() + " as " + typeName() + "]";
    }
}
