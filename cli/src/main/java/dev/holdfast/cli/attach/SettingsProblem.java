package dev.holdfast.cli.attach;

/** Why settings are not changed: they are broken, or written in a form that is not edited here. */
final class SettingsProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    SettingsProblem(String message) {
        super(message);
    }

    /** With the line of a place in a text. */
    static SettingsProblem at(String text, int offset, String message) {
        long line = 1
                + text.substring(0, Math.min(offset, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new SettingsProblem("line " + line + ": " + message);
    }
}
