package dev.holdfast.rules.machine;

import java.util.List;
import java.util.Random;

/** Expressions made by chance that mean the same in CEL and in JavaScript. */
final class Expressions {
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");

    private final Random random;

    Expressions(Random random) {
        this.random = random;
    }

    /** A small integer. */
    String number(boolean withData) {
        return switch (random.nextInt(6)) {
            case 0 -> Integer.toString(random.nextInt(5));
            case 1 -> withData ? "event.n" : "context.y";
            case 2 -> "context.x + " + (1 + random.nextInt(3));
            case 3 -> "(" + atom(withData) + " - " + atom(withData) + ")";
            default -> atom(withData);
        };
    }

    private String atom(boolean withData) {
        return switch (random.nextInt(withData ? 3 : 2)) {
            case 0 -> "context.x";
            case 1 -> "context.y";
            default -> "event.n";
        };
    }

    /**
     * A condition.
     *
     * @param withData whether the event has a number
     * @param withEvent whether the event may be asked for its type
     */
    String truth(boolean withData, boolean withEvent) {
        return switch (random.nextInt(6)) {
            case 0 -> comparison(withData) + " && " + comparison(withData);
            case 1 -> comparison(withData) + " || " + comparison(withData);
            case 2 -> "!(" + comparison(withData) + ")";
            case 3 -> withEvent ? "event.type != \"g.x\" && " + comparison(withData) : comparison(withData);
            default -> comparison(withData);
        };
    }

    private String comparison(boolean withData) {
        String operator = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
        return number(withData) + " " + operator + " " + number(false);
    }
}
