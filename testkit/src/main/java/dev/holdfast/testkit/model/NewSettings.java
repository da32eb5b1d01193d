package dev.holdfast.testkit.model;

import dev.holdfast.engine.Keep;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings that a state is given; null leaves what it has.
 *
 * @param largest what its schema allows; {@link FewRules#ANYTHING} for no schema
 */
record NewSettings(
        @Nullable Map<String, String> labels,
        @Nullable Duration idle,
        @Nullable Keep keep,
        @Nullable Long largest) {
    static final NewSettings NONE = new NewSettings(null, null, null, null);

    StateSpec of(StateSpec spec) {
        Json schema =
                largest == null ? null : largest == FewRules.ANYTHING ? JsonBoolean.TRUE : FewRules.schema(largest);
        return spec.labels(labels).idleTtl(idle).keep(keep).schema(schema);
    }

    /** Gives a state these; answers whether any of them is new to it. */
    boolean applyTo(Facts facts) {
        boolean differ = differFrom(facts);
        facts.labels = labels == null ? facts.labels : labels;
        facts.idle = idle == null ? facts.idle : idle;
        facts.keep = keep == null ? facts.keep : keep;
        facts.largest = largest == null ? facts.largest : largest;
        return differ;
    }

    boolean differFrom(Facts facts) {
        return (labels != null && !labels.equals(facts.labels))
                || (idle != null && !idle.equals(facts.idle))
                || (keep != null && !keep.equals(facts.keep))
                || (largest != null && largest != facts.largest);
    }
}
