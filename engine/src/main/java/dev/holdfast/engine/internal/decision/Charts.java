package dev.holdfast.engine.internal.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.internal.machine.Chart;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.JsonObject;
import java.util.function.Supplier;

/**
 * The machines of states, compiled. What was compiled is kept by the definition itself, not by what it says: an image
 * hands its definition on to the next, so it is found without a look into it.
 */
public final class Charts {
    /** The memory for all that is compiled, in bytes. */
    private static final long COMPILED_BYTES = 16 << 20;

    private final Supplier<RuleCompiler> compiler;
    private final Cache<JsonObject, Chart> charts = Caffeine.newBuilder()
            .weakKeys()
            .maximumWeight(COMPILED_BYTES)
            .weigher((JsonObject definition, Chart chart) -> chart.weight())
            .executor(Runnable::run)
            .build();

    /** @param compiler of expressions; throws {@code invalid} if there is none */
    Charts(Supplier<RuleCompiler> compiler) {
        this.compiler = compiler;
    }

    /**
     * The chart of a definition.
     *
     * @param steps what it may cost to compile
     * @throws HoldfastException {@code invalid} if it cannot run
     */
    public Chart chart(JsonObject definition, Steps steps) {
        Chart known = charts.getIfPresent(definition);
        if (known != null) {
            return known;
        }
        Chart compiled = Chart.of(Machine.of(definition), compiler.get(), steps);
        charts.put(definition, compiled);
        return compiled;
    }
}
