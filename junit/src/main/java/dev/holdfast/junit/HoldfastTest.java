package dev.holdfast.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of the class, or the one test that is marked, a store of its own and a clock that stands still:
 *
 * <pre>{@code
 * @HoldfastTest
 * final class CartTest {
 *     @Test
 *     void session_endsUnused(Holdfast holdfast, TestClock clock) { … }
 * }
 * }</pre>
 *
 * <p>The test method, and methods that run before and after each test, may have parameters of these types:
 * {@code Holdfast}; {@code States} of the principal that {@code Holdfast.open} opens states as, or of another, named by
 * {@link As}; a new {@code State} of that principal; {@link TestClock}; and {@link TestStore}, with which a test
 * restarts its engine or opens another on the same store. All that a test opened so is closed after it.
 */
@Documented
@Inherited
@ExtendWith(HoldfastExtension.class)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface HoldfastTest {
    /** What stands in an address for a new folder, which is removed after the test. */
    String FOLDER = "{folder}";

    /**
     * The address of the store, such as <code>file:{folder}/store</code>. The store must be new for each test: one in
     * memory, or below {@link #FOLDER}.
     */
    String value() default "memory:";
}
