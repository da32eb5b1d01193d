package dev.holdfast.testkit.model;

import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Rule;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.spi.Lifetime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** New settings of a state; null leaves a setting unchanged. */
record NewSettings(
        @Nullable Map<String, String> labels,
        @Nullable Lifetime lifetime,
        @Nullable Duration idle,
        @Nullable Keep keep,
        Verdict.@Nullable Schema schema,
        @Nullable List<Rule> rules) {
    static final NewSettings NONE = new NewSettings(null, null, null, null, null, null);

    /** These settings for a new state with the given lifetime. */
    NewSettings living(Lifetime newLifetime, @Nullable Duration newIdle) {
        return new NewSettings(labels, newLifetime, newIdle, keep, schema, rules);
    }

    StateSpec of(StateSpec spec) {
        return spec.labels(labels)
                .lifetime(lifetime)
                .idleTtl(idle)
                .keep(keep)
                .schema(schema == null ? null : schema.json())
                .rules(rules);
    }

    void applyTo(Facts facts) {
        facts.labels = labels == null ? facts.labels : labels;
        facts.idle = idle == null ? facts.idle : idle;
        facts.keep = keep == null ? facts.keep : keep;
        facts.verdict = facts.verdict.with(schema, rules);
    }

    boolean differFrom(Facts facts) {
        return (labels != null && !labels.equals(facts.labels))
                || (idle != null && !idle.equals(facts.idle))
                || (keep != null && !keep.equals(facts.keep))
                || changeVerdictOf(facts);
    }

    boolean changeVerdictOf(Facts facts) {
        return !facts.verdict.with(schema, rules).equals(facts.verdict);
    }
}
