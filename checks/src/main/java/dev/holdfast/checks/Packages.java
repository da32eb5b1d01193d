package dev.holdfast.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Rules about whole packages: their dependencies and their size. */
final class Packages {
    /** The maximum number of files in a package, without its package-info. */
    private static final int LARGEST = 50;

    /** The same for packages of an API's words, which are larger so that users import from one package. */
    private static final int LARGEST_OF_WORDS = 75;

    private static final Set<String> WORDS = Set.of("dev.holdfast.engine", "dev.holdfast.mcp");

    private Packages() {}

    static ArchRule haveNoCycles(String rootPackage, boolean withoutRoot) {
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        String name = type.getPackageName();
                        boolean apart = withoutRoot && name.equals(rootPackage);
                        boolean inside = (name + ".").startsWith(rootPackage + ".");
                        return inside && !apart ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "the packages of " + rootPackage + (withoutRoot ? " but itself" : "");
                    }
                })
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    static ArchRule areSmall() {
        return areSmall(LARGEST, LARGEST_OF_WORDS, WORDS);
    }

    static ArchRule areSmall(int largest, int largestOfWords, Set<String> words) {
        return classes().should(new FewFiles(largest, largestOfWords, words));
    }

    /** Evaluated for a package after all its classes. */
    private static final class FewFiles extends ArchCondition<JavaClass> {
        private final int largest;
        private final int largestOfWords;
        private final Set<String> words;
        private final Collection<JavaClass> seen = new HashSet<>();

        FewFiles(int largest, int largestOfWords, Set<String> words) {
            super("be in a package of at most %d files, or %d of words", largest, largestOfWords);
            this.largest = largest;
            this.largestOfWords = largestOfWords;
            this.words = words;
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (!type.getSimpleName().equals("package-info")) {
                seen.add(type);
            }
        }

        @Override
        public void finish(ConditionEvents events) {
            files().forEach((name, files) -> {
                int most = words.contains(name) ? largestOfWords : largest;
                String found = "%s has %d files, more than %d".formatted(name, files.size(), most);
                events.add(new SimpleConditionEvent(name, files.size() <= most, found));
            });
        }

        private Map<String, Set<String>> files() {
            return seen.stream().collect(groupingBy(JavaClass::getPackageName, mapping(FewFiles::file, toSet())));
        }

        private static String file(JavaClass type) {
            return type.getSource().flatMap(source -> source.getFileName()).orElseGet(type::getName);
        }
    }
}
