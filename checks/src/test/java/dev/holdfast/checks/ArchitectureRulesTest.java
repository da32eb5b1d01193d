package dev.holdfast.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each rule must fail on the classes planted to break it, and accept those that obey it. */
final class ArchitectureRulesTest {
    private static final String PLANTED = "dev.holdfast.checks.planted";

    @Test
    void thisModule_keepsTheRules() {
        ArchitectureRules.check("dev.holdfast.checks");
        ArchitectureRules.checkSizes("dev.holdfast.checks");
    }

    @Test
    void packageThatIsNotNullMarked_isFound() {
        assertThat(violations(ArchitectureRules.everyPackageIsNullMarked(), "unmarked"))
                .hasSize(1)
                .allMatch(text -> text.contains("planted.unmarked"));
    }

    @Test
    void staticThatChanges_isFound() {
        assertThat(violations(ArchitectureRules.staticsNeverChange(), "unmarked"))
                .hasSize(1)
                .allMatch(text -> text.contains("Counting.count"));
    }

    @Test
    void componentThatReplacesAMethod_isFound() {
        assertThat(violations(ArchitectureRules.componentsReplaceNothing(), "named"))
                .hasSize(1)
                .allMatch(text -> text.contains("Thing$Wrong.kind"));
    }

    @Test
    void packageThatSeesWhatItMustNot_isFound() {
        ArchRule rule = ArchitectureRules.neverSees(PLANTED + ".outside", PLANTED + ".house");
        assertThat(violations(rule, "")).isNotEmpty().allMatch(text -> text.contains("outside.Intruder"));
        ArchRule other = ArchitectureRules.neverSees(PLANTED + ".house", PLANTED + ".outside");
        assertThat(violations(other, "")).isEmpty();
    }

    @Test
    void packageThatIsNotAllowed_isFound_andOnlyThat() {
        String rooms = PLANTED + ".house.internal";
        ArchRule ownHouse = ArchitectureRules.onlySeenBy(rooms, Set.of(PLANTED + ".house"));
        assertThat(violations(ownHouse, "")).isNotEmpty().allMatch(text -> text.contains("outside.Intruder"));
        ArchRule bothOfThem = ArchitectureRules.onlySeenBy(rooms, Set.of(PLANTED + ".house", PLANTED + ".outside"));
        assertThat(violations(bothOfThem, "")).isEmpty();
    }

    @Test
    void libraryThatOnlyOneMaySee_isFoundElsewhere() {
        ArchRule rule = ArchitectureRules.onlySeenBy("java.util.random", Set.of(PLANTED + ".outside"));
        assertThat(violations(rule, "")).isNotEmpty().allMatch(text -> text.contains("ground.Rolling"));
    }

    @Test
    void cycleOfPackages_isFound() {
        assertThat(violations(Packages.haveNoCycles(PLANTED + ".ring", true), "ring"))
                .hasSize(1)
                .allMatch(text -> text.contains("ring.one") && text.contains("ring.two"));
    }

    @Test
    void cycleWithTheRoot_isFound_unlessItHasRooms() {
        assertThat(violations(Packages.haveNoCycles(PLANTED + ".arch", false), "arch"))
                .hasSize(1);
        assertThat(violations(Packages.haveNoCycles(PLANTED + ".arch", true), "arch"))
                .isEmpty();
    }

    @Test
    void rooms_areFoundBelowInternal() {
        assertThat(ArchitectureRules.hasRooms(classes("house"), PLANTED + ".house"))
                .isTrue();
        assertThat(ArchitectureRules.hasRooms(classes("arch"), PLANTED + ".arch"))
                .isFalse();
    }

    @Test
    void packageWithTooManyFiles_isFound() {
        String ground = PLANTED + ".house.internal.ground";
        int files = 10;
        assertThat(violations(Packages.areSmall(files - 1, 0, Set.of()), "house"))
                .containsExactly(ground + " has 10 files, more than 9");
        assertThat(violations(Packages.areSmall(files, 0, Set.of()), "house")).isEmpty();
        assertThat(violations(Packages.areSmall(files - 1, files, Set.of(ground)), "house"))
                .isEmpty();
        assertThat(violations(Packages.areSmall(files, files - 1, Set.of(ground)), "house"))
                .hasSize(1);
    }

    @Test
    void packageWithoutClasses_isRefused() {
        String nothing = "dev.holdfast.nothing.here";
        assertThatThrownBy(() -> ArchitectureRules.check(nothing)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> ArchitectureRules.checkNeverSees(nothing, "dev.holdfast"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> ArchitectureRules.checkRooms(Rooms.of(nothing)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> ArchitectureRules.checkOnlySeenBy(nothing, "io.helidon", Set.of()))
                .isInstanceOf(AssertionError.class);
    }

    private static List<String> violations(ArchRule rule, String below) {
        return rule.evaluate(classes(below)).getFailureReport().getDetails();
    }

    private static JavaClasses classes(String below) {
        return new ClassFileImporter().importPackages(below.isEmpty() ? PLANTED : PLANTED + "." + below);
    }
}
