package dev.holdfast.checks;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rules for the text of the repository: lines of at most 120 characters, and plain technical English. They hold for
 * Java sources, scripts and Markdown, tests included.
 */
final class SourceRules {
    private static final Set<String> NOT_OURS = Set.of("target", "build", "node_modules", ".git", ".idea", ".vscode");

    /** Names that Java itself gives, and that of a program's entry. */
    private static final Set<String> SHARED_NAMES = Set.of("package-info.java", "Main.java");

    private SourceRules() {}

    /**
     * The root of the repository: the nearest folder, from this one upwards, with the launcher and a pom.
     *
     * @throws IllegalStateException if there is none
     */
    static Path root(Path folder) {
        for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("holdfast")) && Files.exists(at.resolve("pom.xml"))) {
                return at;
            }
        }
        throw new IllegalStateException("no folder above " + folder + " has both the launcher and a pom.xml");
    }

    /** Every source below a folder, without the folders of builds and package managers. */
    static List<SourceFile> sources(Path root) throws IOException {
        List<SourceFile> sources = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean ours = folder.equals(root) || !NOT_OURS.contains(String.valueOf(folder.getFileName()));
                return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    SourceFile.read(root, file).ifPresent(sources::add);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    /** A message for each violation of either rule: file, line, and what is wrong. */
    static List<String> violations(List<SourceFile> sources) {
        return sources.stream()
                .flatMap(source -> Stream.concat(longLines(source), otherWords(source)))
                .toList();
    }

    /**
     * A message for each simple name that stands for production types in two files, by the names of the files. Where
     * two things have one name, a reader takes one for the other.
     */
    static List<String> homonyms(Collection<String> files) {
        Map<String, List<String>> filesByName = files.stream()
                .filter(file -> file.contains("/src/main/java/"))
                .collect(groupingBy(file -> file.substring(file.lastIndexOf('/') + 1), TreeMap::new, toList()));
        return filesByName.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1 && !SHARED_NAMES.contains(entry.getKey()))
                .map(entry -> "%s stands in %s".formatted(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Stream<String> longLines(SourceFile source) {
        return source.longLines().stream()
                .map(line -> "%s:%d: %d characters, at most %d are allowed"
                        .formatted(source.name(), line.number(), line.length(), SourceFile.MAX_LINE));
    }

    private static Stream<String> otherWords(SourceFile source) {
        return PlainWords.others(source.prose()).stream()
                .map(found -> "%s:%d: \"%s\" is not plain technical English"
                        .formatted(source.name(), found.line(), found.words()));
    }
}
