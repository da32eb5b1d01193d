package dev.holdfast.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import dev.holdfast.engine.spi.rules.Steps;
import org.jspecify.annotations.Nullable;

/**
 * A {@code pattern} of a schema, run by RE2 in time linear in the text; engines that backtrack need exponential time
 * for {@code ^(a+)+$}. Patterns that RE2 cannot run in linear time, with lookahead or back-references, are refused.
 *
 * <p>Linear still means program size times text, and one validation may run many patterns over many texts, so they
 * share the steps of that validation.
 */
final class LinearPattern implements RegularExpression {
    /** How many instructions of a program, each for one character, cost a step. */
    private static final int WORK_PER_STEP = 4;

    private static final ThreadLocal<@Nullable Steps> STEPS = new ThreadLocal<>();

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

    /** The size of the compiled pattern, in instructions. */
    int size() {
        return pattern.programSize();
    }

    /** Whether the pattern is found anywhere in the text. */
    @Override
    public boolean matches(String text) {
        Steps steps = STEPS.get();
        if (steps != null) {
            steps.spend((long) (text.length() + 1) * pattern.programSize() / WORK_PER_STEP);
        }
        return pattern.matcher(text).find();
    }

    /**
     * Runs one validation.
     *
     * @param steps what its patterns may cost
     */
    static void withinBudget(Steps steps, Runnable validation) {
        STEPS.set(steps);
        try {
            validation.run();
        } finally {
            STEPS.remove();
        }
    }
}
