package dev.holdfast.rules;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import dev.holdfast.engine.spi.rules.Steps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the work of one evaluation. The library bounds iterations; this counts the work of each, such as comparing the
 * whole document with itself: every node counts, and so does the length of every value that a function reads.
 *
 * <p>CEL's {@code ||} and {@code &&} swallow a failure of one side, the end of the steps included. The next node then
 * fails at once again, and the evaluation asks once more at its end.
 */
final class CelWork implements CelEvaluationListener {
    /** More than any evaluation may cost. */
    private static final long TOO_MUCH = Long.MAX_VALUE / 2;

    /** Functions whose cost does not depend on the size of their arguments. */
    private static final Set<String> CHEAP =
            Set.of("_[_]", "_?_:_", "_&&_", "_||_", "!_", "@not_strictly_false", "__not_strictly_false__", "type");

    private final Map<Long, Object> results = new HashMap<>();
    private final Set<Long> patterns;
    private final Steps steps;

    /**
     * @param patterns the nodes whose results are used as regular expressions
     * @param steps what the evaluation may cost
     */
    CelWork(Set<Long> patterns, Steps steps) {
        this.patterns = patterns;
        this.steps = steps;
    }

    @Override
    public void callback(CelExpr expr, @Nullable Object result) {
        boolean isCall = expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL;
        steps.spend(Steps.NODE + (isCall ? work(expr.call()) : 0));
        if (patterns.contains(expr.id()) && result instanceof String pattern && !PatternSize.isBounded(pattern)) {
            steps.spend(TOO_MUCH);
        }
        if (result != null) {
            results.put(expr.id(), result);
        }
    }

    private long work(CelExpr.CelCall call) {
        if (CHEAP.contains(call.function())) {
            return 0;
        }
        boolean readsTextsOnly =
                call.function().equals("size") || call.function().equals("_+_");
        long work = call.target().map(target -> length(target, readsTextsOnly)).orElse(0L);
        for (CelExpr argument : call.args()) {
            work += length(argument, readsTextsOnly);
        }
        return call.function().equals("matches") ? work * 64 : work;
    }

    private long length(CelExpr argument, boolean textsOnly) {
        Object value = argument.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                ? text(argument.constant())
                : results.get(argument.id());
        return textsOnly && !(value instanceof String) ? 0 : length(value);
    }

    private static Object text(CelConstant constant) {
        return constant.getKind() == CelConstant.Kind.STRING_VALUE ? constant.stringValue() : constant;
    }

    private static long length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case CelValues.View view -> view.json().canonicalSize();
            case List<?> list -> list.stream().mapToLong(CelWork::length).sum();
            case Map<?, ?> map ->
                map.values().stream().mapToLong(CelWork::length).sum();
            case null, default -> 1;
        };
    }
}
