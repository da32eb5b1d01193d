package dev.holdfast.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule must fail on the classes planted to break it, and accept those that obey it. */
final class RoomRulesTest {
    private static final String ROOT = "dev.holdfast.checks.planted.house";
    private static final JavaClasses HOUSE = new ClassFileImporter().importPackages(ROOT);
    private static final Rooms ROOMS = Rooms.of(ROOT, "ground", "side", "upper")
            .apart("side", "upper")
            .pure("ground", "side")
            .doors("Door")
            .annexes("annex");

    @Test
    void roomThatSeesOneAboveIt_isFound() {
        List<String> found = violations(RoomRules.roomsSeeOnlyWhatIsBelow(ROOMS));
        assertThat(found).isNotEmpty().allMatch(text -> text.contains("ground.Climbing"));
    }

    @Test
    void roomThatSeesOneItKeepsApartFrom_isFound() {
        List<String> found = violations(RoomRules.roomsKeepApart(ROOMS));
        assertThat(found).isNotEmpty().allMatch(text -> text.contains("upper.Peeking"));
    }

    @Test
    void roomThatSeesADoorOrAnAnnex_isFound() {
        List<String> found = violations(List.of(RoomRules.roomsNeverSeeDoors(ROOMS)));
        assertThat(found)
                .anyMatch(text -> text.contains("ground.Ringing"))
                .anyMatch(text -> text.contains("ground.Visiting"))
                .allMatch(text -> text.contains("ground.Ringing") || text.contains("ground.Visiting"));
    }

    @Test
    void wordThatSeesARoom_isFound() {
        List<String> found = violations(List.of(RoomRules.wordsSeeNoRoom(ROOMS)));
        assertThat(found).isNotEmpty().allMatch(text -> text.contains("house.Leaking"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Waiting", "Rolling", "Looking", "Ticking", "Threading", "Storing"})
    void pureRoomThatTakesSomething_isFound(String name) {
        assertThat(violations(List.of(RoomRules.pureRoomsTakeNothing(ROOMS))))
                .anyMatch(text -> text.contains("ground." + name));
    }

    @Test
    void pureRoomThatTakesNothing_isSpared_andAnImpureOneMayTakeAll() {
        assertThat(violations(List.of(RoomRules.pureRoomsTakeNothing(ROOMS))))
                .noneMatch(text -> text.contains("ground.Base") && !text.contains("ground.Waiting"))
                .noneMatch(text -> text.contains("side.Aside"))
                .noneMatch(text -> text.contains("upper.Top"));
    }

    @Test
    void internalPackageWithoutAPlace_isFound() {
        List<String> found = violations(List.of(RoomRules.everythingInternalIsInARoom(ROOMS)));
        assertThat(found).hasSize(1).allMatch(text -> text.contains("cellar.Hidden"));
    }

    @Test
    void allRules_areAsked() {
        assertThat(violations(RoomRules.all(ROOMS)))
                .anyMatch(text -> text.contains("ground.Climbing"))
                .anyMatch(text -> text.contains("upper.Peeking"))
                .anyMatch(text -> text.contains("ground.Ringing"))
                .anyMatch(text -> text.contains("house.Leaking"))
                .anyMatch(text -> text.contains("ground.Ticking"))
                .anyMatch(text -> text.contains("cellar.Hidden"));
    }

    @Test
    void nameThatStandsForNothing_isRefused() {
        RoomRules.everyNameStandsForSomething(ROOMS, HOUSE);
        refused(Rooms.of(ROOT, "ground", "attic"), "attic");
        refused(ROOMS.doors("Door", "Window"), "Window");
        refused(ROOMS.annexes("garage"), "garage");
        refused(ROOMS.pure("attic"), "attic");
        refused(ROOMS.apart("ground", "attic"), "attic");
    }

    private static void refused(Rooms rooms, String name) {
        assertThatThrownBy(() -> RoomRules.everyNameStandsForSomething(rooms, HOUSE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(name);
    }

    private static List<String> violations(List<ArchRule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.evaluate(HOUSE).getFailureReport().getDetails().stream())
                .toList();
    }
}
