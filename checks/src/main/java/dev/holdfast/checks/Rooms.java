package dev.holdfast.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The layout of a module with rooms. Its root package has words, which are values, and a few doors, which are the entry
 * points. The rooms are packages below {@code root.internal}; only doors and annexes use them.
 *
 * @param root the package that users see
 * @param order the names of the rooms from the ground up: none sees a later one
 * @param apart pairs of rooms that do not see each other, whatever the order
 * @param pure the rooms that see no clock, thread, randomness or store
 * @param doors the simple names of the types in the root package that use rooms
 * @param annexes the names of packages below the root that are neither words nor rooms, and see the rooms
 */
public record Rooms(
        String root,
        List<String> order,
        List<Set<String>> apart,
        Set<String> pure,
        Set<String> doors,
        Set<String> annexes) {
    /** A layout with only an order of rooms, from the ground up. */
    public static Rooms of(String root, String... order) {
        return new Rooms(root, List.of(order), List.of(), Set.of(), Set.of(), Set.of());
    }

    /** The same layout, in which these two rooms do not see each other. */
    public Rooms apart(String one, String other) {
        List<Set<String>> pairs = new ArrayList<>(apart);
        pairs.add(Set.of(one, other));
        return new Rooms(root, order, List.copyOf(pairs), pure, doors, annexes);
    }

    /** The same layout with exactly these pure rooms. */
    public Rooms pure(String... names) {
        return new Rooms(root, order, apart, Set.of(names), doors, annexes);
    }

    /** The same layout with exactly these types of the root package as doors. */
    public Rooms doors(String... simpleNames) {
        return new Rooms(root, order, apart, pure, Set.of(simpleNames), annexes);
    }

    /** The same layout with exactly these packages below the root as annexes. */
    public Rooms annexes(String... names) {
        return new Rooms(root, order, apart, pure, doors, Set.of(names));
    }

    String internal() {
        return root + ".internal";
    }

    String packageOf(String room) {
        return internal() + "." + room;
    }

    List<String> above(String room) {
        return order.subList(order.indexOf(room) + 1, order.size());
    }
}
