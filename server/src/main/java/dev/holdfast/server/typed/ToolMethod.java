package dev.holdfast.server.typed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A method that is a tool; {@link ToolMethods} says what its parameters and result may be. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ToolMethod {
    /** What it does and when to use it, for the model. */
    String value();

    /** Its name, 1 to 64 characters of {@code [A-Za-z0-9_.-]}; that of the method if empty. */
    String name() default "";

    /** A name to display; none if empty. */
    String title() default "";

    /** Whether it changes nothing; the next two have no meaning then. */
    boolean readOnly() default false;

    /** Whether it may overwrite or delete. */
    boolean destructive() default false;

    /** Whether calling it again with the same arguments has no further effect. */
    boolean idempotent() default false;

    /** Whether it reaches beyond the server. */
    boolean openWorld() default false;
}
