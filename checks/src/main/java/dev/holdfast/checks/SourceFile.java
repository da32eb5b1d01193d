package dev.holdfast.checks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A source file.
 *
 * @param name its path below the root, with slashes
 */
record SourceFile(String name, Language language, String text) {
    static final int MAX_LINE = 120;

    /** A line that is too long; numbers begin with 1. */
    record LongLine(int number, int length) {}

    /** The file, if it is in one of the languages that have rules. */
    static Optional<SourceFile> read(Path root, Path file) throws IOException {
        String name = root.relativize(file).toString().replace('\\', '/');
        Optional<Language> language = Language.of(name, () -> firstLine(file));
        return language.isEmpty()
                ? Optional.empty()
                : Optional.of(new SourceFile(name, language.get(), Files.readString(file)));
    }

    private static String firstLine(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.findFirst().orElse("");
        }
    }

    List<LongLine> longLines() {
        List<String> lines = language.countedLines(text);
        return IntStream.range(0, lines.size())
                .mapToObj(i -> new LongLine(
                        i + 1, lines.get(i).codePointCount(0, lines.get(i).length())))
                .filter(line -> line.length() > MAX_LINE)
                .toList();
    }

    /** The parts of the file that people read. */
    List<Prose> prose() {
        return language.prose(text);
    }
}
