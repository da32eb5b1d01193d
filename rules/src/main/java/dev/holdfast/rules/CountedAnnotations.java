package dev.holdfast.rules;

import com.networknt.schema.annotation.Annotation;
import com.networknt.schema.annotation.Annotations;
import com.networknt.schema.path.NodePath;
import dev.holdfast.engine.spi.rules.Steps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What keywords noted for {@code unevaluatedItems} and {@code unevaluatedProperties}, which each go through all that
 * was noted of a value: many of them about one value would cost the square of their number. So to ask for it costs what
 * it holds.
 */
final class CountedAnnotations extends Annotations {
    private final ByLocation notes;

    CountedAnnotations(Steps steps) {
        this.notes = new ByLocation(steps);
    }

    @Override
    public Map<NodePath, List<Annotation>> asMap() {
        return notes;
    }

    @Override
    public void put(Annotation annotation) {
        notes.add(annotation);
    }

    private static final class ByLocation extends HashMap<NodePath, List<Annotation>> {
        private static final long serialVersionUID = 1L;

        private final transient Steps steps;
        private final transient Map<NodePath, Long> weights = new HashMap<>();

        ByLocation(Steps steps) {
            this.steps = steps;
        }

        void add(Annotation annotation) {
            long weight = (long) Steps.NODE + (annotation.getValue() instanceof Collection<?> parts ? parts.size() : 0);
            steps.spend(weight);
            weights.merge(annotation.getInstanceLocation(), weight, Long::sum);
            computeIfAbsent(annotation.getInstanceLocation(), location -> new ArrayList<>())
                    .add(annotation);
        }

        @Override
        public @Nullable List<Annotation> get(@Nullable Object location) {
            steps.spend(weights.getOrDefault(location, 0L));
            return super.get(location);
        }

        @Override
        public List<Annotation> getOrDefault(@Nullable Object location, List<Annotation> otherwise) {
            steps.spend(weights.getOrDefault(location, 0L));
            return super.getOrDefault(location, otherwise);
        }
    }
}
