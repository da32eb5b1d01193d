package dev.holdfast.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a module with rooms is laid out. In its root package stand words, which are values, and a few doors, which do
 * something. The rooms are packages below {@code root.internal}; only doors and annexes open into them.
 *
 * @param root the package that users see
 * @param order the names of the rooms from the ground up: none sees one that stands after it
 * @param apart pairs of rooms that do not see each other, whatever the order
 * @param pure the rooms that see no clock, thread, chance or store
 * @param doors the simple names of the types in the root package that open into rooms
 * @param annexes the names of packages below the root that are neither words nor rooms, and see the rooms
 */
public record Rooms(
        String root,
        List<String> order,
        List<Set<String>> apart,
        Set<String> pure,
        Set<String> doors,
        Set<String> annexes) {
    /** The rooms named from the ground up, and nothing else said about them. */
    public static Rooms of(String root, String... order) {
        return new Rooms(root, List.of(order), List.of(), Set.of(), Set.of(), Set.of());
    }

    /** Besides, these two rooms do not see each other. */
    public Rooms apart(String one, String other) {
        List<Set<String>> pairs = new ArrayList<>(apart);
        pairs.add(Set.of(one, other));
        return new Rooms(root, order, List.copyOf(pairs), pure, doors, annexes);
    }

    /** These rooms, and no others, are pure. */
    public Rooms pure(String... names) {
        return new Rooms(root, order, apart, Set.of(names), doors, annexes);
    }

    /** These types of the root package, and no others, are doors. */
    public Rooms doors(String... simpleNames) {
        return new Rooms(root, order, apart, pure, Set.of(simpleNames), annexes);
    }

    /** These packages below the root, and no others, are annexes. */
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
