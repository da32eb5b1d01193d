package dev.holdfast.server.typed;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Turns;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.typed.ValueMapper;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.server.shared.Callers;
import dev.holdfast.server.shared.Unavailable;
import java.util.Objects;

/**
 * A tool that is a function from one Java type to another, for the states of its caller. Its schemas are derived from
 * the types. Arguments that do not fit, and failures of states, are results that the model can act on, with code, facts
 * and hint. Immutable; the methods of an instance return changed copies.
 *
 * @param <A> the type of the arguments, a record or bean
 * @param <R> the type of the result; one that is not written as an object is put under {@code result}
 */
public final class TypedTool<A, R> implements Tool {
    private static final ToolAnnotations CHANGES = new ToolAnnotations(false, false, false, false);

    private final Holdfast holdfast;
    private final ToolDefinition definition;
    private final Class<A> type;
    private final ToolFunction<A, R> function;
    private final ValueMapper mapper;
    private final boolean isWrapped;

    private TypedTool(
            Holdfast holdfast,
            ToolDefinition definition,
            Class<A> type,
            ToolFunction<A, R> function,
            ValueMapper mapper,
            boolean isWrapped) {
        this.holdfast = holdfast;
        this.definition = definition;
        this.type = type;
        this.function = function;
        this.mapper = mapper;
        this.isWrapped = isWrapped;
    }

    /**
     * A tool that may change states, by the mapper on the class path.
     *
     * @param name 1 to 64 characters of {@code [A-Za-z0-9_.-]}
     * @param description what it does and when to use it, for the model
     * @throws HoldfastException {@code invalid} if no mapper is on the class path
     */
    public static <A, R> TypedTool<A, R> of(
            Holdfast holdfast,
            String name,
            String description,
            Class<A> arguments,
            Class<R> result,
            ToolFunction<A, R> function) {
        return of(holdfast, name, description, arguments, result, function, ValueMapper.installed());
    }

    /** The same by a mapper of the caller's own. */
    public static <A, R> TypedTool<A, R> of(
            Holdfast holdfast,
            String name,
            String description,
            Class<A> arguments,
            Class<R> result,
            ToolFunction<A, R> function,
            ValueMapper mapper) {
        JsonObject output = mapper.schema(result);
        boolean isWrapped = !"object".equals(output.string("type"));
        ToolDefinition definition = new ToolDefinition(
                name, null, description, mapper.schema(arguments), isWrapped ? wrapped(output) : output, CHANGES);
        return new TypedTool<>(holdfast, definition, arguments, function, mapper, isWrapped);
    }

    /** A tool that reads its arguments and writes its result by itself. */
    static Tool of(
            Holdfast holdfast,
            ToolDefinition definition,
            ToolFunction<JsonObject, JsonObject> function,
            ValueMapper mapper) {
        return new TypedTool<>(holdfast, definition, JsonObject.class, function, mapper, false);
    }

    /** Clients of the handshake era take objects alone. Definitions stay at the root, where references find them. */
    private static JsonObject wrapped(JsonObject schema) {
        JsonObject wrapped = JsonObject.of(
                "type",
                Json.of("object"),
                "properties",
                JsonObject.of("result", schema.without("$defs")),
                "required",
                JsonArray.of(Json.of("result")));
        JsonObject definitions = schema.object("$defs");
        return definitions == null ? wrapped : wrapped.with("$defs", definitions);
    }

    /** The same tool, which only reads. */
    public TypedTool<A, R> readOnly() {
        return annotated(ToolAnnotations.READ_ONLY);
    }

    /** The same tool with other hints about what it does. */
    public TypedTool<A, R> annotated(ToolAnnotations annotations) {
        ToolDefinition changed = new ToolDefinition(
                definition.name(),
                definition.title(),
                definition.description(),
                definition.inputSchema(),
                definition.outputSchema(),
                annotations);
        return new TypedTool<>(holdfast, changed, type, function, mapper, isWrapped);
    }

    @Override
    public ToolDefinition definition() {
        return definition;
    }

    @Override
    public Outcome call(ToolCall call) throws InterruptedException {
        try {
            ToolCaller caller = new ToolCaller(
                    holdfast.admit(Callers.principal(call.context().caller())), call.context(), mapper);
            A arguments = Objects.requireNonNull(type.cast(mapper.fromJson(call.arguments(), type)));
            Json result = Turns.under(call.context().holder(), () -> mapper.toJson(function.call(arguments, caller)));
            return Outcome.complete(isWrapped ? JsonObject.of("result", result) : (JsonObject) result);
        } catch (StoreUnavailableException e) {
            return Outcome.complete(
                    ToolResult.error(Unavailable.failure(e, isReadOnly()).toJson()));
        } catch (HoldfastException e) {
            return Outcome.complete(ToolResult.error(e.failure().toJson()));
        }
    }

    @Override
    public String toString() {
        return "TypedTool[" + definition.name() + "]";
    }

    private boolean isReadOnly() {
        return definition.annotations().readOnly();
    }
}
