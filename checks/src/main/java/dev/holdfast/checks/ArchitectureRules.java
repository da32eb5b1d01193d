package dev.holdfast.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * The rules for production classes. A module's test calls {@link #check} with its own root package, a module with rooms
 * calls {@link #checkRooms} as well. Each method throws an {@link AssertionError} that names every violation, or that
 * there are no classes to check.
 */
public final class ArchitectureRules {
    private ArchitectureRules() {}

    /**
     * Every package is null-marked, packages have no cycles, static fields are final, and no component of a record
     * replaces a method of its interface by accident. The root of a module with rooms makes cycles with them on purpose
     * and is left out of the second rule.
     */
    public static void check(String rootPackage) {
        JavaClasses classes = production(rootPackage);
        everyPackageIsNullMarked().check(classes);
        Packages.haveNoCycles(rootPackage, hasRooms(classes, rootPackage)).check(classes);
        staticsNeverChange().check(classes);
        componentsReplaceNothing().check(classes);
    }

    /** No package has more than 50 files, or 75 where it holds the words of an API. */
    public static void checkSizes(String rootPackage) {
        Packages.areSmall().check(production(rootPackage));
    }

    /** Nothing in one package, or below it, depends on anything in another, or below that. */
    public static void checkNeverSees(String fromPackage, String toPackage) {
        neverSees(fromPackage, toPackage).check(production(fromPackage));
    }

    /**
     * Rooms see only rooms below them, never a door; words see no room; pure rooms use no clock, thread, randomness or
     * store.
     */
    public static void checkRooms(Rooms rooms) {
        JavaClasses classes = production(rooms.root());
        RoomRules.everyNameStandsForSomething(rooms, classes);
        RoomRules.all(rooms).forEach(rule -> rule.check(classes));
    }

    /**
     * Below the root package only these see the library or package named, or anything below it.
     *
     * @param allowed the packages that may, each with those below it
     */
    public static void checkOnlySeenBy(String rootPackage, String seen, Set<String> allowed) {
        onlySeenBy(seen, allowed).check(production(rootPackage));
    }

    /**
     * Only these packages ask for the clock of the machine: other instances have another, and what they share is
     * counted by the clock of the store.
     *
     * @param allowed the packages that may, each with those below it
     */
    public static void checkMachineClock(String rootPackage, Set<String> allowed) {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        allowed.stream().map(name -> name + "..").toArray(String[]::new))
                .should()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(production(rootPackage));
    }

    /**
     * The classes of a package and all below it, without tests. Fails if there are none, since rules on nothing hold.
     */
    private static JavaClasses production(String rootPackage) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(rootPackage);
        if (classes.isEmpty()) {
            throw new AssertionError("there are no classes in " + rootPackage);
        }
        return classes;
    }

    static boolean hasRooms(JavaClasses classes, String rootPackage) {
        return classes.stream().anyMatch(type -> (type.getPackageName() + ".").startsWith(rootPackage + ".internal."));
    }

    static ArchRule neverSees(String fromPackage, String toPackage) {
        return noClasses()
                .that()
                .resideInAPackage(fromPackage + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(toPackage + "..")
                .because("these two only meet in the modules above both");
    }

    static ArchRule onlySeenBy(String seen, Set<String> allowed) {
        String[] allowedAndBelow = allowed.stream().map(name -> name + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(allowedAndBelow)
                .and()
                .resideOutsideOfPackage(seen + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(seen + "..")
                .because("only " + allowed + " may see it");
    }

    static ArchRule everyPackageIsNullMarked() {
        return classes().should(new ArchCondition<>("be in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " is not @NullMarked"));
            }
        });
    }

    static ArchRule staticsNeverChange() {
        return fields().that().areStatic().should().beFinal().allowEmptyShould(true);
    }

    /** The accessor of a component overrides a default method of the same name, and no compiler says so. */
    static ArchRule componentsReplaceNothing() {
        return classes()
                .that()
                .areRecords()
                .should(new ArchCondition<>("have no component named as a method that its interfaces define") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getFields().stream()
                                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                                .filter(field -> isDefined(type, field.getName()))
                                .map(field -> field.getFullName() + " replaces a method of an interface")
                                .forEach(what -> events.add(SimpleConditionEvent.violated(type, what)));
                    }
                })
                .allowEmptyShould(true);
    }

    private static boolean isDefined(JavaClass type, String name) {
        return type.getAllRawInterfaces().stream()
                .flatMap(each -> each.tryGetMethod(name).stream())
                .anyMatch(method -> !method.getModifiers().contains(JavaModifier.ABSTRACT));
    }
}
