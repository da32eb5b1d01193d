package dev.holdfast.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The arguments and variables of a process, which are UTF-8 and nothing else. Java reads them in the encoding of the
 * locale that it was started in, and puts U+FFFD in the place of what it cannot read. Whether that character was given
 * is told by the bytes, which Linux shows.
 */
final class GivenText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final Set<String> PATHS = Set.of("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME");

    private final boolean isUtf8;
    private final byte @Nullable [] arguments;
    private final byte @Nullable [] variables;

    /**
     * @param isUtf8 whether Java reads them as UTF-8
     * @param arguments the bytes of the command line, each argument ended by 0; null if they are not to be seen
     * @param variables the bytes of the environment, each variable ended by 0; null if they are not to be seen
     */
    GivenText(boolean isUtf8, byte @Nullable [] arguments, byte @Nullable [] variables) {
        this.isUtf8 = isUtf8;
        this.arguments = arguments;
        this.variables = variables;
    }

    static GivenText ofThisProcess() {
        return new GivenText(
                System.getProperty("sun.jnu.encoding", "UTF-8").equals("UTF-8"),
                bytes(Path.of("/proc/self/cmdline")),
                bytes(Path.of("/proc/self/environ")));
    }

    /** What is wrong with the text, and where; null if it is as it was given. */
    @Nullable String objection(String[] read, Map<String, String> environment) {
        for (int i = 0; i < read.length; i++) {
            String objection = objection("argument " + (i + 1), read[i], argument(i - read.length));
            if (objection != null) {
                return objection;
            }
        }
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            String objection = name.startsWith("HOLDFAST_") || PATHS.contains(name)
                    ? objection("the variable " + name, variable.getValue(), variable(name))
                    : null;
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    private @Nullable String objection(String what, String read, byte @Nullable [] given) {
        if (!isUtf8 && !read.chars().allMatch(c -> c < 128)) {
            return what + " is not ASCII, and Java was started without a UTF-8 locale; set LC_ALL=C.UTF-8 for it";
        }
        return read.indexOf(REPLACEMENT) >= 0 && given != null && !isUtf8(given) ? what + " is not UTF-8" : null;
    }

    /** The bytes of an argument, counted from the end, where those of Java itself do not matter. */
    private byte @Nullable [] argument(int fromEnd) {
        List<byte[]> all = parts(arguments);
        return all.size() + fromEnd < 0 ? null : all.get(all.size() + fromEnd);
    }

    private byte @Nullable [] variable(String name) {
        byte[] start = (name + "=").getBytes(StandardCharsets.UTF_8);
        return parts(variables).stream()
                .filter(part ->
                        part.length >= start.length && Arrays.equals(part, 0, start.length, start, 0, start.length))
                .findFirst()
                .orElse(null);
    }

    private static List<byte[]> parts(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            return List.of();
        }
        // As Latin-1, which has a character for every byte.
        String text = new String(bytes, 0, bytes.length - 1, StandardCharsets.ISO_8859_1);
        return Arrays.stream(text.split("\0", -1))
                .map(part -> part.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte @Nullable [] bytes(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllBytes(file) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
