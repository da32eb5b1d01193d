package dev.holdfast.cli.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How text is shown: in colours and within the width where standard output is a terminal, whole and plain everywhere
 * else, so that what programs read stays as it is.
 *
 * @param colours whether text may be painted
 * @param columns how many signs there are in a line
 */
public record Screen(boolean colours, int columns) {
    /** Of a file, a pipe, and a program that reads. */
    public static final Screen NONE = new Screen(false, Integer.MAX_VALUE);

    private static final int USUAL_COLUMNS = 100;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");

    /** Controls, which steer a terminal, and signs that are not seen or that turn what stands beside them. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    /** What text is painted as. */
    public enum Ink {
        STRONG("1"),
        QUIET("2"),
        GOOD("32"),
        BAD("31"),
        NOTABLE("33");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    /** A terminal as its environment describes it: {@code NO_COLOR}, {@code TERM} and {@code COLUMNS}. */
    public static Screen ofTerminal(Map<String, String> variables) {
        boolean plain = !variables.getOrDefault("NO_COLOR", "").isEmpty()
                || variables.getOrDefault("TERM", "dumb").equals("dumb");
        String columns = variables.getOrDefault("COLUMNS", "");
        return new Screen(!plain, NUMBER.matcher(columns).matches() ? Integer.parseInt(columns) : asked());
    }

    /** Shells tell their width to no program they start, so the terminal is asked. */
    private static int asked() {
        try {
            Process asking = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(asking.getInputStream().readNBytes(100), StandardCharsets.US_ASCII);
            asking.waitFor(1, TimeUnit.SECONDS);
            String[] size = answer.strip().split(" ", -1);
            return size.length == 2 && NUMBER.matcher(size[1]).matches() ? Integer.parseInt(size[1]) : USUAL_COLUMNS;
        } catch (IOException e) {
            return USUAL_COLUMNS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_COLUMNS;
        }
    }

    /** Whether it is a terminal, of whatever kind. */
    public boolean isTerminal() {
        return columns != Integer.MAX_VALUE;
    }

    /** Stored text with the signs made visible that would steer a terminal, or hide or turn other text. */
    public static String plain(String text) {
        Matcher unseen = UNSEEN.matcher(text);
        return unseen.replaceAll(sign -> "⟨U+%04X⟩".formatted(sign.group().codePointAt(0)));
    }

    /** Text of at most so many signs; an ellipsis says that there was more. */
    public static String cut(String text, int most) {
        int signs = text.codePointCount(0, text.length());
        if (signs <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, most - 1))) + "…";
    }

    /** Text in a colour, if there are colours. */
    public String painted(Ink ink, String text) {
        return colours && !text.isEmpty() ? "\u001b[" + ink.code + "m" + text + "\u001b[0m" : text;
    }
}
