package dev.holdfast.jackson;

import java.math.BigDecimal;
import java.util.List;

/** A sealed type, as the tests use it. */
sealed interface Shape {
    record Circle(BigDecimal radius) implements Shape {}

    record Group(List<Shape> parts) implements Shape {}

    /** One level further down. */
    sealed interface Angular extends Shape {}

    record Square(long side) implements Angular {}

    record Point() implements Angular {}
}
