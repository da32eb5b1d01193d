package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.spi.rules.RuleCompiler;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The compiler on the class path, looked for once, and not before a state needs it: most states have no schema or
 * rule.
 */
public final class InstalledRules implements Supplier<@Nullable RuleCompiler> {
    private @Nullable RuleCompiler found;
    private boolean looked;

    @Override
    public synchronized @Nullable RuleCompiler get() {
        if (!looked) {
            found = ServiceLoader.load(RuleCompiler.class).findFirst().orElse(null);
            looked = true;
        }
        return found;
    }
}
