package dev.holdfast.engine.typed;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A list or map of values of a type, as mappers take it. */
record GenericType(Class<?> of, List<Type> parameters) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
        return parameters.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
        return of;
    }

    @Override
    public @Nullable Type getOwnerType() {
        return null;
    }

    @Override
    public String getTypeName() {
        return parameters.stream()
                .map(each -> ((Class<?>) each).getSimpleName())
                .collect(Collectors.joining(", ", of.getSimpleName() + "<", ">"));
    }
}
