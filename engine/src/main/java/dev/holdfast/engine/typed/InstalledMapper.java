package dev.holdfast.engine.typed;

import java.util.ServiceLoader;

/** The mapper on the class path, looked for once, and not before a value of a Java type is used. */
final class InstalledMapper {
    static final ValueMapper FOUND =
            ServiceLoader.load(ValueMapper.class).findFirst().orElseGet(PlainMapper::new);

    private InstalledMapper() {}
}
