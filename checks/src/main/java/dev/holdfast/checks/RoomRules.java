package dev.holdfast.checks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The layout described by {@link Rooms}, as rules. */
final class RoomRules {
    private static final Set<String> IMPURE_TYPES = Set.of(
            "java.lang.Thread",
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Random");

    private static final Set<String> IMPURE_CALLS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Math.random",
            "java.time.Instant.now",
            "java.util.UUID.randomUUID");

    private RoomRules() {}

    static List<ArchRule> all(Rooms rooms) {
        List<ArchRule> rules = new ArrayList<>();
        rules.add(everythingInternalIsInARoom(rooms));
        rules.addAll(roomsSeeOnlyWhatIsBelow(rooms));
        rules.addAll(roomsKeepApart(rooms));
        rules.add(roomsNeverSeeDoors(rooms));
        rules.add(wordsSeeNoRoom(rooms));
        rules.add(pureRoomsTakeNothing(rooms));
        return rules;
    }

    /** Fails on a misspelt room or door, since a rule on it would check nothing. */
    static void everyNameStandsForSomething(Rooms rooms, JavaClasses classes) {
        rooms.order().forEach(room -> require(classes, room, rooms.packageOf(room)));
        rooms.annexes().forEach(annex -> require(classes, annex, rooms.root() + "." + annex));
        for (String door : rooms.doors()) {
            if (!classes.contain(rooms.root() + "." + door)) {
                throw new AssertionError("there is no door " + door);
            }
        }
        Stream.concat(rooms.pure().stream(), rooms.apart().stream().flatMap(Collection::stream))
                .filter(room -> !rooms.order().contains(room))
                .findAny()
                .ifPresent(room -> {
                    throw new AssertionError("there is no room " + room);
                });
    }

    private static void require(JavaClasses classes, String name, String packageName) {
        if (classes.stream().noneMatch(type -> isIn(type, packageName))) {
            throw new AssertionError("there is no room or annex " + name);
        }
    }

    static ArchRule everythingInternalIsInARoom(Rooms rooms) {
        String[] packages = rooms.order().stream()
                .map(rooms::packageOf)
                .map(RoomRules::andBelow)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(andBelow(rooms.internal()))
                .should()
                .resideInAnyPackage(packages)
                .because("a package with no place in the order escapes the rules");
    }

    static List<ArchRule> roomsSeeOnlyWhatIsBelow(Rooms rooms) {
        return rooms.order().stream()
                .filter(room -> !rooms.above(room).isEmpty())
                .map(room -> neverSees(rooms, room, rooms.above(room)))
                .toList();
    }

    static List<ArchRule> roomsKeepApart(Rooms rooms) {
        return rooms.apart().stream()
                .flatMap(pair -> pair.stream().map(room -> neverSees(rooms, room, pair)))
                .toList();
    }

    private static ArchRule neverSees(Rooms rooms, String room, Collection<String> others) {
        String[] packages = others.stream()
                .filter(other -> !other.equals(room))
                .map(rooms::packageOf)
                .map(RoomRules::andBelow)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(andBelow(rooms.packageOf(room)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because("a room sees only what is below it");
    }

    static ArchRule roomsNeverSeeDoors(Rooms rooms) {
        return noClasses()
                .that()
                .resideInAPackage(andBelow(rooms.internal()))
                .should()
                .dependOnClassesThat(areDoors(rooms).or(areInAnnexes(rooms)))
                .because("only doors open into rooms, never the other way");
    }

    static ArchRule wordsSeeNoRoom(Rooms rooms) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(andBelow(rooms.internal()))
                .and(DescribedPredicate.not(areDoors(rooms).or(areInAnnexes(rooms))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(andBelow(rooms.internal()))
                .because("words are values, and everything may use them");
    }

    static ArchRule pureRoomsTakeNothing(Rooms rooms) {
        DescribedPredicate<JavaClass> arePure = describe(
                "are in a pure room",
                type -> rooms.pure().stream().anyMatch(room -> isIn(type, rooms.packageOf(room))));
        return noClasses()
                .that(arePure)
                .should()
                .dependOnClassesThat(describe("give time, chance, threads or storage", RoomRules::isImpure))
                .orShould()
                .callMethodWhere(describe("it gives time or chance", RoomRules::isImpure))
                .because("the same log and command must give the same outcome, always")
                .allowEmptyShould(true);
    }

    private static boolean isImpure(JavaClass type) {
        return isIn(type, "java.util.concurrent")
                || isIn(type, "java.util.random")
                || IMPURE_TYPES.contains(type.getName())
                || type.getSimpleName().equals("CommitLog");
    }

    private static boolean isImpure(JavaMethodCall call) {
        return IMPURE_CALLS.contains(call.getTargetOwner().getName() + "." + call.getName());
    }

    /** Doors with the types nested in them. */
    private static DescribedPredicate<JavaClass> areDoors(Rooms rooms) {
        return describe("are doors", type -> {
            JavaClass outermost = type;
            while (outermost.getEnclosingClass().isPresent()) {
                outermost = outermost.getEnclosingClass().get();
            }
            return type.getPackageName().equals(rooms.root()) && rooms.doors().contains(outermost.getSimpleName());
        });
    }

    private static DescribedPredicate<JavaClass> areInAnnexes(Rooms rooms) {
        return describe(
                "are in an annex",
                type -> rooms.annexes().stream().anyMatch(annex -> isIn(type, rooms.root() + "." + annex)));
    }

    private static boolean isIn(JavaClass type, String packageName) {
        return (type.getPackageName() + ".").startsWith(packageName + ".");
    }

    private static String andBelow(String packageName) {
        return packageName + "..";
    }
}
