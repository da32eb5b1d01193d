package dev.holdfast.rules;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the work of one evaluation and ends it when it becomes too much. The library bounds iterations; this bounds
 * the work of each, such as comparing the whole document with itself: every node counts one, and every value a function
 * reads counts its length.
 *
 * <p>CEL's {@code ||} and {@code &&} swallow a failure of one side, this one included. The next node then fails at once
 * again, and the evaluation asks once more at its end.
 */
final class CelWork implements CelEvaluationListener {
    private static final long MOST = 16 << 20;

    /** Functions whose cost does not depend on the size of their arguments. */
    private static final Set<String> CHEAP =
            Set.of("_[_]", "_?_:_", "_&&_", "_||_", "!_", "@not_strictly_false", "__not_strictly_false__", "type");

    private final Map<Long, Object> results = new HashMap<>();
    private final Set<Long> patterns;
    private long left = MOST;

    /** @param patterns the nodes whose results are used as regular expressions */
    CelWork(Set<Long> patterns) {
        this.patterns = patterns;
    }

    @Override
    public void callback(CelExpr expr, @Nullable Object result) {
        left--;
        if (expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL) {
            left -= work(expr.call());
        }
        if (patterns.contains(expr.id()) && result instanceof String pattern && !PatternSize.isBounded(pattern)) {
            left = -1;
        }
        requireLeft();
        if (result != null) {
            results.put(expr.id(), result);
        }
    }

    boolean isExceeded() {
        return left < 0;
    }

    /** @throws ExceededException if there was too much work */
    void requireLeft() {
        if (isExceeded()) {
            throw new ExceededException();
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

    /** Too much work. It passes through the library, which does not catch it. */
    static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExceededException() {
            super(null, null, false, false);
        }
    }
}
