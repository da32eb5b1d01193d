package dev.holdfast.server.typed;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.typed.ValueMapper;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Tool;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The methods of objects that are marked as {@link ToolMethod}, as tools:
 *
 * <pre>{@code
 * final class Carts {
 *     @ToolMethod("Adds an item to your cart.")
 *     Cart add(String name, BigDecimal price, @OfCaller("cart") TypedState<Cart> cart) {
 *         return cart.initially(Cart.EMPTY).update(now -> now.plus(name, price)).value();
 *     }
 * }
 *
 * McpServer.builder(…).tools(ToolMethods.of(holdfast, new Carts()))
 * }</pre>
 *
 * <p>A parameter is given who calls if it is a {@link ToolCaller}, a {@code Principal} or {@code States}, and a state
 * of theirs if it is marked {@link OfCaller}. Any other is an argument of the tool, of any type that the mapper reads;
 * one that is an {@code Optional}, or marked {@code @Nullable}, may be left out. One parameter alone that is a record,
 * and has no mark, stands for all arguments. A result that is not written as an object is put under {@code result}; a
 * method without one answers an empty object. Arguments that do not fit, and a {@link HoldfastException}, are results
 * that the model can act on, as those of {@link TypedTool}. Calls run at the same time on the same object.
 */
public final class ToolMethods {
    private ToolMethods() {}

    /**
     * The tools of these objects, by the mapper on the class path: those of one object after those of another, each by
     * name.
     *
     * @throws HoldfastException {@code invalid} if an object has no such method, or one has a parameter that cannot be
     *     an argument, or two have one name
     */
    public static List<Tool> of(Holdfast holdfast, Object... objects) {
        return of(holdfast, ValueMapper.installed(), List.of(objects));
    }

    /** The same by a mapper of the caller's own. */
    public static List<Tool> of(Holdfast holdfast, ValueMapper mapper, List<?> objects) {
        List<Tool> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object object : objects) {
            for (Method method : marked(object.getClass())) {
                Tool tool = new MethodTool(object, method, mapper).on(holdfast);
                if (!names.add(tool.definition().name())) {
                    throw refused(
                            method,
                            "There is another tool named " + tool.definition().name() + ".");
                }
                tools.add(tool);
            }
        }
        return List.copyOf(tools);
    }

    /** Those of the class and of what it extends; where one overrides another, they are one. */
    private static List<Method> marked(Class<?> type) {
        Map<String, Method> found = new TreeMap<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                if (method.isAnnotationPresent(ToolMethod.class) && !method.isBridge()) {
                    found.putIfAbsent(method.getName() + List.of(method.getParameterTypes()), method);
                }
            }
        }
        if (found.isEmpty()) {
            throw Failure.invalid("No method of " + type.getSimpleName() + " is marked as a ToolMethod.")
                    .toException();
        }
        return found.values().stream()
                .sorted(Comparator.comparing(MethodTool::name))
                .toList();
    }

    static HoldfastException refused(Method method, String hint) {
        String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        return new Failure(Failure.Code.INVALID, JsonObject.of("method", Json.of(name)), hint).toException();
    }
}
