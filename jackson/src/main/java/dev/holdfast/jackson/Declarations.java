package dev.holdfast.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * What declarations say without annotations of Jackson: which types are one of a sealed type, and which components of a
 * record must be there. Annotations come first.
 */
final class Declarations extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;
    private static final JsonTypeInfo.Value BY_NAME = JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.SIMPLE_NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true, null);

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value declared = super.findPolymorphicTypeInfo(config, annotated);
        return declared == null && annotated instanceof AnnotatedClass && isOneOfMany(annotated.getRawType())
                ? BY_NAME
                : declared;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
        List<NamedType> declared = super.findSubtypes(config, annotated);
        return declared == null && annotated.getRawType().isSealed()
                ? leaves(annotated.getRawType()).map(NamedType::new).toList()
                : declared;
    }

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        Boolean declared = super.hasRequiredMarker(config, member);
        return declared == null ? component(member).map(Declarations::mustBe).orElse(null) : declared;
    }

    /** A type is written with its name if it is sealed, or one of those that a sealed type permits. */
    static boolean isOneOfMany(Class<?> type) {
        return !type.getName().startsWith("dev.holdfast.json.")
                && (type.isSealed() || supertypes(type).anyMatch(Declarations::isOneOfMany));
    }

    /** The types of the values that a sealed type has. */
    static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Declarations::leaves)
                : Stream.of(type);
    }

    static boolean mustBe(RecordComponent component) {
        return component.getType() != Optional.class
                && Stream.concat(
                                Arrays.stream(component.getAnnotations()),
                                Arrays.stream(component.getAnnotatedType().getAnnotations()))
                        .noneMatch(each -> each.annotationType().getSimpleName().equals("Nullable"));
    }

    private static Stream<Class<?>> supertypes(Class<?> type) {
        List<Class<?>> all = new ArrayList<>(List.of(type.getInterfaces()));
        if (type.getSuperclass() != null) {
            all.add(type.getSuperclass());
        }
        return all.stream();
    }

    private static Optional<RecordComponent> component(AnnotatedMember member) {
        Class<?> owner = member.getDeclaringClass();
        if (!owner.isRecord()) {
            return Optional.empty();
        }
        RecordComponent[] all = owner.getRecordComponents();
        if (member instanceof AnnotatedParameter parameter) {
            boolean canonical = parameter.getOwner().getParameterCount() == all.length;
            return canonical ? Optional.of(all[parameter.getIndex()]) : Optional.empty();
        }
        return Arrays.stream(all)
                .filter(each -> each.getName().equals(member.getName()))
                .findAny();
    }
}
