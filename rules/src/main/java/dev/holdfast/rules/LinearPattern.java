package dev.holdfast.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@code pattern} of a schema, run by RE2 in time linear in the text; engines that backtrack need exponential time
 * for {@code ^(a+)+$}. Patterns that RE2 cannot run in linear time, with lookahead or back-references, are refused.
 *
 * <p>Linear still means program size times text, and one validation may run many patterns over many texts, so they
 * share a budget.
 */
final class LinearPattern implements RegularExpression {
    private static final long MOST_WORK = 50_000_000;
    private static final ThreadLocal<@Nullable Budget> BUDGET = new ThreadLocal<>();

    private final Pattern pattern;

    private LinearPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static LinearPattern compile(String source) {
        if (!PatternSize.isBounded(source)) {
            throw new UnusablePatternException("a pattern is too long or repeats too much");
        }
        try {
            return new LinearPattern(Pattern.compile(PatternSyntax.toRe2(source)));
        } catch (PatternSyntaxException e) {
            throw new UnusablePatternException("RE2 does not know the pattern: " + e.getDescription());
        }
    }

    /** Whether the pattern is found anywhere in the text. */
    @Override
    public boolean matches(String text) {
        Budget budget = BUDGET.get();
        if (budget != null) {
            budget.spend((long) (text.length() + 1) * pattern.programSize());
        }
        return pattern.matcher(text).find();
    }

    /**
     * Runs one validation.
     *
     * @throws UnusablePatternException if its patterns take too much work
     */
    static <T> T withinBudget(Supplier<T> validation) {
        BUDGET.set(new Budget());
        try {
            return validation.get();
        } finally {
            BUDGET.remove();
        }
    }

    private static final class Budget {
        private long left = MOST_WORK;

        void spend(long work) {
            left -= work;
            if (left < 0) {
                throw new UnusablePatternException("the patterns take too much work");
            }
        }
    }
}
