package dev.holdfast.server.typed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of a {@link ToolMethod} that is a state of who calls: a {@code State}, or a {@code TypedState<Cart>} for
 * its document as a value. It is opened for each call, and created if there is none of the name.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface OfCaller {
    /**
     * The name of the state, among those of the caller. If it is empty, the client says which state: by an argument
     * with the name of the parameter, which is a handle or a name.
     */
    String value() default "";
}
