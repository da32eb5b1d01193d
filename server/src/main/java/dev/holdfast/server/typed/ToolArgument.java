package dev.holdfast.server.typed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says more of a parameter of a {@link ToolMethod} that is an argument of the tool. */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface ToolArgument {
    /** What it is, for the model; nothing if empty. */
    String value() default "";

    /** Its name; that of the parameter if empty, which the compiler keeps with {@code -parameters}. */
    String name() default "";
}
