package dev.holdfast.server.typed;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.States;
import dev.holdfast.engine.typed.TypedState;
import dev.holdfast.engine.typed.ValueMapper;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a parameter of a tool's method is given. Immutable. */
sealed interface MethodParameter {
    /** What it is given in one call; null for an argument that may be left out, and is. */
    static @Nullable Object value(MethodParameter parameter, JsonObject arguments, ToolCaller caller) {
        return switch (parameter) {
            case OfCall(var of) -> of.apply(caller);
            case All(Type type, ValueMapper mapper) -> mapper.fromJson(arguments, type);
            case One one -> one.value(arguments);
            case Chosen(One name, var as) ->
                as.apply(caller.state((String) Objects.requireNonNull(name.value(arguments))));
        };
    }

    /** Who calls, or something of theirs. */
    record OfCall(Function<ToolCaller, Object> of) implements MethodParameter {}

    /** All arguments, as one value. */
    record All(Type type, ValueMapper mapper) implements MethodParameter {}

    /** One argument. */
    record One(String name, String description, Type type, boolean isRequired, ValueMapper mapper)
            implements MethodParameter {
        private @Nullable Object value(JsonObject arguments) {
            Json json = arguments.get(name);
            if (json == null || json instanceof JsonNull) {
                return absent();
            }
            try {
                return mapper.fromJson(json, type);
            } catch (HoldfastException e) {
                throw within(e);
            }
        }

        private @Nullable Object absent() {
            if (isRequired) {
                JsonObject facts = JsonObject.of("argument", Json.of(name));
                throw new Failure(Failure.Code.INVALID, facts, "The argument " + name + " is missing.").toException();
            }
            return isOptional(type) ? Optional.empty() : null;
        }

        /** The failure of a value, with its place among all arguments. */
        private HoldfastException within(HoldfastException failed) {
            Failure failure = failed.failure();
            String path = JsonPointer.of(name)
                    + Objects.requireNonNullElse(failure.facts().string("path"), "");
            JsonObject facts = failure.facts().with("argument", Json.of(name)).with("path", Json.of(path));
            HoldfastException named =
                    new Failure(failure.code(), facts, "Of " + name + ": " + failure.hint()).toException();
            named.initCause(failed);
            return named;
        }

        JsonObject schema() {
            JsonObject schema = mapper.schema(type);
            return description.isEmpty() ? schema : schema.with("description", Json.of(description));
        }
    }

    /** A state that the client names, opened for the caller. */
    record Chosen(One name, Function<State, Object> as) implements MethodParameter {}

    /**
     * What a parameter is.
     *
     * @throws HoldfastException {@code invalid} if it cannot be told
     */
    static MethodParameter of(Method method, Parameter parameter, ValueMapper mapper) {
        Class<?> type = parameter.getType();
        OfCaller ofCaller = parameter.getAnnotation(OfCaller.class);
        if (ofCaller != null) {
            return state(method, parameter, ofCaller.value(), mapper);
        }
        if (type == State.class || type == TypedState.class) {
            throw ToolMethods.refused(method, "Mark a state of the caller with OfCaller.");
        }
        if (type == ToolCaller.class) {
            return new OfCall(caller -> caller);
        }
        if (type == Principal.class) {
            return new OfCall(ToolCaller::principal);
        }
        return type == States.class ? new OfCall(ToolCaller::states) : argument(method, parameter, mapper);
    }

    private static MethodParameter state(Method method, Parameter parameter, String name, ValueMapper mapper) {
        Function<State, Object> as = as(method, parameter, mapper);
        return name.isEmpty()
                ? new Chosen(
                        new One(
                                name(method, parameter),
                                "A handle, or a name among your states.",
                                String.class,
                                true,
                                mapper),
                        as)
                : new OfCall(caller -> as.apply(caller.state(name)));
    }

    private static Function<State, Object> as(Method method, Parameter parameter, ValueMapper mapper) {
        if (parameter.getType() == State.class) {
            return state -> state;
        }
        if (parameter.getParameterizedType() instanceof ParameterizedType generic
                && generic.getRawType() == TypedState.class
                && generic.getActualTypeArguments()[0] instanceof Class<?> type) {
            return state -> TypedState.of(state, type, mapper);
        }
        throw ToolMethods.refused(method, "OfCaller marks a State, or a TypedState of a class.");
    }

    private static One argument(Method method, Parameter parameter, ValueMapper mapper) {
        ToolArgument said = parameter.getAnnotation(ToolArgument.class);
        return new One(
                name(method, parameter),
                said == null ? "" : said.value(),
                parameter.getParameterizedType(),
                !isOptional(parameter.getType())
                        && !isNullable(parameter.getAnnotations(), parameter.getAnnotatedType()),
                mapper);
    }

    private static String name(Method method, Parameter parameter) {
        ToolArgument said = parameter.getAnnotation(ToolArgument.class);
        if (said != null && !said.name().isEmpty()) {
            return said.name();
        }
        if (!parameter.isNamePresent()) {
            throw ToolMethods.refused(
                    method,
                    "The names of its parameters are not known: compile with -parameters, or mark them with"
                            + " ToolArgument(name = …).");
        }
        return parameter.getName();
    }

    static boolean isOptional(Type type) {
        return type == Optional.class
                || (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class);
    }

    static boolean isNullable(Annotation[] annotations, AnnotatedType type) {
        return Stream.concat(Arrays.stream(annotations), Arrays.stream(type.getAnnotations()))
                .anyMatch(each -> each.annotationType().getSimpleName().equals("Nullable"));
    }
}
