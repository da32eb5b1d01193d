package dev.holdfast.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * No module takes away from its own main code, by a scope of test, what another module brings to it: Maven lets the
 * nearest declaration win, and the descriptor then does not compile.
 */
final class ScopesTest {
    private static final Path ROOT = SourceRules.root(Path.of(""));
    private static final Pattern MODULE = Pattern.compile("<module>([^<]*)</module>");
    private static final Pattern DEPENDENCY =
            Pattern.compile("<artifactId>holdfast-([^<]*)</artifactId>\\s*(?:<scope>([a-z]*)</scope>)?");

    @TestFactory
    List<DynamicTest> testScope_isOfNoModuleThatMainCodeNeeds() {
        return MODULE.matcher(pom("."))
                .results()
                .map(found -> found.group(1))
                .map(module -> DynamicTest.dynamicTest(
                        module,
                        () -> assertThat(forTestsAlone(module))
                                .as("%s/pom.xml has for tests alone what its main code is compiled with", module)
                                .isEmpty()))
                .toList();
    }

    private static Set<String> forTestsAlone(String module) {
        Set<String> needed = needed(module, new HashSet<>());
        needed.retainAll(declared(module, "test"));
        return needed;
    }

    private static Set<String> needed(String module, Set<String> seen) {
        for (String next : declared(module, "")) {
            if (seen.add(next)) {
                needed(next, seen);
            }
        }
        return seen;
    }

    private static Set<String> declared(String module, String scope) {
        Set<String> declared = new HashSet<>();
        String pom = pom(module);
        int dependencies = Math.max(0, pom.indexOf("<dependencies>"));
        DEPENDENCY.matcher(pom.substring(dependencies)).results().forEach(found -> {
            if (scope.equals(found.group(2) == null ? "" : found.group(2))) {
                declared.add(found.group(1));
            }
        });
        return declared;
    }

    private static String pom(String module) {
        try {
            return Files.readString(ROOT.resolve(module).resolve("pom.xml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
