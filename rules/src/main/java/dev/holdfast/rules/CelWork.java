package dev.holdfast.rules;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import dev.holdfast.engine.spi.rules.Steps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the work of one evaluation. The library bounds iterations; this counts the work of each, such as comparing the
 * whole document with itself: every node counts, and so does every value that a function is about to read. The library
 * tells of a node when it has been evaluated, so what a call costs is spent when the last of its operands has a value.
 *
 * <p>CEL's {@code ||} and {@code &&} swallow a failure of one side, the end of the steps included. The next node then
 * fails at once again, and the evaluation asks once more at its end.
 */
final class CelWork implements CelEvaluationListener {
    /** More than any evaluation may cost. */
    private static final long TOO_MUCH = Long.MAX_VALUE / 2;

    /** How much dearer a character is to a pattern than to other functions. */
    private static final int MATCHING = 64;

    /** Functions whose cost does not depend on the size of their arguments. */
    private static final Set<String> CHEAP =
            Set.of("_[_]", "_?_:_", "_&&_", "_||_", "!_", "@not_strictly_false", "__not_strictly_false__", "type");

    private final Map<Long, Object> results = new HashMap<>();
    private final Map<Long, CelExpr> users;
    private final Steps steps;

    /**
     * @param users what uses the result of a node, by the node that is evaluated last before it is used; as
     *     {@link #users} tells
     * @param steps what the evaluation may cost
     */
    CelWork(Map<Long, CelExpr> users, Steps steps) {
        this.users = users;
        this.steps = steps;
    }

    /** The calls and loops among some nodes, each by the id of its operand that is evaluated last. */
    static Map<Long, CelExpr> users(List<CelExpr> nodes) {
        Map<Long, CelExpr> users = new HashMap<>();
        for (CelExpr node : nodes) {
            switch (node.exprKind().getKind()) {
                case CALL ->
                    operands(node.call()).reduce((one, next) -> next).ifPresent(last -> users.put(last.id(), node));
                case COMPREHENSION -> users.put(node.comprehension().iterRange().id(), node);
                default -> {}
            }
        }
        return Map.copyOf(users);
    }

    private static Stream<CelExpr> operands(CelExpr.CelCall call) {
        return Stream.concat(call.target().stream(), call.args().stream());
    }

    @Override
    public void callback(CelExpr expr, @Nullable Object result) {
        steps.spend(Steps.NODE);
        if (result != null) {
            results.put(expr.id(), result);
        }
        CelExpr user = users.get(expr.id());
        if (user != null && user.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL) {
            spendFor(user.call(), result);
        } else if (user != null) {
            steps.spend(parts(result));
        }
    }

    private void spendFor(CelExpr.CelCall call, @Nullable Object last) {
        switch (call.function()) {
            case "size" -> steps.spend(last instanceof String text ? text.length() : 1);
            case "_+_" ->
                operands(call)
                        .filter(operand -> !isAccumulator(operand))
                        .forEach(operand -> steps.spend(parts(results.get(operand.id()))));
            case "matches" -> {
                if (last instanceof String pattern && !PatternSize.isBounded(pattern)) {
                    steps.spend(TOO_MUCH);
                }
                operands(call).forEach(operand -> spendForAll(results.get(operand.id()), MATCHING));
            }
            case String function when CHEAP.contains(function) -> {}
            default -> operands(call).forEach(operand -> spendForAll(results.get(operand.id()), 1));
        }
    }

    /** Whether a node stands for what a macro has gathered, which it appends to without a copy. */
    private static boolean isAccumulator(CelExpr expr) {
        return expr.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT
                && expr.ident().name().startsWith("@");
    }

    /** How many characters, elements or members a value has. */
    private static long parts(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null, default -> 1;
        };
    }

    /**
     * Spends for every part of a value. It counts as it goes, since lists that an expression made may share their
     * parts, and then hold more of them than could ever be counted.
     */
    private void spendForAll(@Nullable Object value, int factor) {
        switch (value) {
            case String text -> steps.spend((long) text.length() * factor);
            case CelValues.View view -> steps.spend((long) view.json().canonicalSize() * factor);
            case List<?> list -> {
                steps.spend(1);
                list.forEach(part -> spendForAll(part, factor));
            }
            case Map<?, ?> map -> {
                steps.spend(1);
                map.forEach((name, part) -> {
                    spendForAll(name, factor);
                    spendForAll(part, factor);
                });
            }
            case null, default -> steps.spend(1);
        }
    }
}
