package dev.holdfast.server.typed;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.typed.ValueMapper;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolDefinition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A method as a tool. Immutable. */
final class MethodTool {
    private static final String RESULT = "result";

    private final Object object;
    private final Method method;
    private final ValueMapper mapper;
    private final List<MethodParameter> parameters;
    private final boolean isWrapped;
    private final Map<String, MethodParameter.One> arguments = new LinkedHashMap<>();

    MethodTool(Object object, Method method, ValueMapper mapper) {
        this.object = object;
        this.method = method;
        this.mapper = mapper;
        this.parameters = parameters();
        this.isWrapped = wraps();
        if (!method.trySetAccessible()) {
            throw ToolMethods.refused(method, "It cannot be called: make it public, or open its package.");
        }
    }

    private List<MethodParameter> parameters() {
        List<MethodParameter> all = new ArrayList<>();
        for (var parameter : method.getParameters()) {
            MethodParameter each = MethodParameter.of(method, parameter, mapper);
            all.add(each);
            argument(each).ifPresent(argument -> {
                if (arguments.put(argument.name(), argument) != null) {
                    throw ToolMethods.refused(method, "Two of its arguments are named " + argument.name() + ".");
                }
            });
        }
        return standsForAll() ? asAll(all) : List.copyOf(all);
    }

    private static Optional<MethodParameter.One> argument(MethodParameter parameter) {
        return switch (parameter) {
            case MethodParameter.One one -> Optional.of(one);
            case MethodParameter.Chosen chosen -> Optional.of(chosen.name());
            default -> Optional.empty();
        };
    }

    /** Whether there is one argument alone, and that is a record without a mark. */
    private boolean standsForAll() {
        return arguments.size() == 1
                && Arrays.stream(method.getParameters())
                        .anyMatch(each -> each.getType().isRecord()
                                && each.getType() != Principal.class
                                && !each.isAnnotationPresent(ToolArgument.class));
    }

    private List<MethodParameter> asAll(List<MethodParameter> all) {
        arguments.clear();
        return all.stream()
                .map(each ->
                        each instanceof MethodParameter.One one ? new MethodParameter.All(one.type(), mapper) : each)
                .toList();
    }

    /** The name of the tool that a marked method is. */
    static String name(Method method) {
        String said =
                Objects.requireNonNull(method.getAnnotation(ToolMethod.class)).name();
        return said.isEmpty() ? method.getName() : said;
    }

    Tool on(Holdfast holdfast) {
        return TypedTool.of(holdfast, definition(), this::call, mapper);
    }

    private ToolDefinition definition() {
        ToolMethod said = Objects.requireNonNull(method.getAnnotation(ToolMethod.class));
        return new ToolDefinition(
                name(method),
                said.title().isEmpty() ? null : said.title(),
                said.value(),
                inputSchema(),
                outputSchema(),
                said.readOnly()
                        ? new ToolAnnotations(true, false, true, said.openWorld())
                        : new ToolAnnotations(false, said.destructive(), said.idempotent(), said.openWorld()));
    }

    private JsonObject inputSchema() {
        for (MethodParameter parameter : parameters) {
            if (parameter instanceof MethodParameter.All all) {
                return mapper.schema(all.type());
            }
        }
        MemberSchemas members = new MemberSchemas(method);
        arguments.values().forEach(each -> members.add(each.name(), each.schema(), each.isRequired()));
        return members.build();
    }

    private @Nullable JsonObject outputSchema() {
        if (method.getReturnType() == void.class) {
            return null;
        }
        JsonObject schema = mapper.schema(method.getGenericReturnType());
        return isWrapped
                ? new MemberSchemas(method).add(RESULT, schema, !mayBeAbsent()).build()
                : schema;
    }

    /** Clients of the handshake era take objects alone. */
    private boolean wraps() {
        return mayBeAbsent()
                || (method.getReturnType() != void.class
                        && !"object"
                                .equals(mapper.schema(method.getGenericReturnType())
                                        .string("type")));
    }

    private boolean mayBeAbsent() {
        return MethodParameter.isOptional(method.getReturnType())
                || MethodParameter.isNullable(method.getAnnotations(), method.getAnnotatedReturnType());
    }

    private JsonObject call(JsonObject given, ToolCaller caller) throws InterruptedException {
        requireKnown(given);
        @Nullable Object[] values = new @Nullable Object[parameters.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = MethodParameter.value(parameters.get(i), given, caller);
        }
        Json result = mapper.toJson(invoked(values));
        if (isWrapped) {
            return result instanceof JsonNull && mayBeAbsent() ? JsonObject.EMPTY : JsonObject.of(RESULT, result);
        }
        return result instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    /** An argument of another name would be passed over, and the model would believe that it had counted. */
    private void requireKnown(JsonObject given) {
        if (parameters.stream().anyMatch(MethodParameter.All.class::isInstance)) {
            return;
        }
        for (String name : given.keys()) {
            if (!arguments.containsKey(name)) {
                String known = arguments.isEmpty()
                        ? "It takes none."
                        : "It takes " + String.join(", ", arguments.keySet()) + ".";
                throw Failure.invalid(name, "There is no such argument. " + known)
                        .toException();
            }
        }
    }

    private @Nullable Object invoked(@Nullable Object[] values) throws InterruptedException {
        try {
            return method.invoke(object, values);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("it was accessible before", e);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case InterruptedException interrupted -> throw interrupted;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(method.getName() + " failed", e.getCause());
            }
        }
    }
}
