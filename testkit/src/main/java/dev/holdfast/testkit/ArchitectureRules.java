package dev.holdfast.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** Rules that the classes of every module keep. A module's test calls {@link #check} with its own root package. */
public final class ArchitectureRules {
    private ArchitectureRules() {}

    /**
     * Checks the production classes of a package and all below it against the rules for every module.
     *
     * @throws AssertionError naming each violation
     */
    public static void check(String rootPackage) {
        JavaClasses classes = production(rootPackage);
        everyPackageIsNullMarked().check(classes);
        packagesHaveNoCycles(rootPackage).check(classes);
        staticsNeverChange().check(classes);
    }

    /**
     * Checks that nothing in one package, or below it, depends on anything in another, or below that.
     *
     * @throws AssertionError naming each violation
     */
    public static void checkNeverSees(String fromPackage, String toPackage) {
        noClasses()
                .that()
                .resideInAPackage(fromPackage + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(toPackage + "..")
                .because("these two only meet in the modules above both")
                .check(production(fromPackage));
    }

    /** The classes of a package and all below it, without tests. Fails if there are none, since rules on nothing hold. */
    private static JavaClasses production(String rootPackage) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(rootPackage);
        if (classes.isEmpty()) {
            throw new AssertionError("there are no classes in " + rootPackage);
        }
        return classes;
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

    static ArchRule packagesHaveNoCycles(String rootPackage) {
        return slices().matching(rootPackage + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    static ArchRule staticsNeverChange() {
        return fields().that().areStatic().should().beFinal().allowEmptyShould(true);
    }
}
