package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.internal.decision.Conflicts;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.machine.Configuration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A three-way merge of what is active in machines, which counts as one value. */
final class MachineMerge {
    private MachineMerge() {}

    /** Whether their machine moved since a common version. */
    static boolean isNews(Image own, Image other, List<Image> common) {
        return own.settings().machine() != null && moved(other, common);
    }

    /**
     * What becomes active.
     *
     * @return null if that does not change
     * @throws HoldfastException {@code conflict} if both moved differently and no side is preferred; {@code invalid} if
     *     they have different machines and theirs moved
     */
    static @Nullable Configuration of(Image own, Image other, List<Image> common, Merge.@Nullable Prefer prefer) {
        Configuration theirs = other.facts().configuration();
        if (own.settings().machine() == null || theirs == null || !moved(other, common) || isSame(own, other)) {
            return null;
        } else if (!Objects.equals(own.settings().machine(), other.settings().machine())) {
            throw Failure.invalid("from", "The two states have different machines; give one the machine of the other.")
                    .toException();
        } else if (moved(own, common)) {
            if (prefer == null) {
                throw Conflicts.machinesMoved(own, other).toException();
            }
            return prefer == Merge.Prefer.THEIRS ? theirs : null;
        }
        return theirs;
    }

    private static boolean moved(Image image, List<Image> common) {
        return common.stream().anyMatch(base -> !isSame(base, image));
    }

    private static boolean isSame(Image one, Image other) {
        return Configuration.isSame(one.facts().configuration(), other.facts().configuration());
    }
}
