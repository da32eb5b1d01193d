package dev.holdfast.engine.typed;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The mapper on the class path, looked for once, and not before a value of a Java type is used. */
final class InstalledMapper {
    static final @Nullable ValueMapper FOUND =
            ServiceLoader.load(ValueMapper.class).findFirst().orElse(null);

    private InstalledMapper() {}
}
