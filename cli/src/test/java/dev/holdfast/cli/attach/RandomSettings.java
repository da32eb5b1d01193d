package dev.holdfast.cli.attach;

import java.util.Random;

/** Settings as people and programs write them, with a "servers" that has at least one entry. */
final class RandomSettings {
    private static final String[] WORDS = {"a", "ä", "😀", "b c", "x\\\\y", "//", "#", "/*", "[q]", "k: v"};

    private final Random random;
    private final String lineEnd;
    private final StringBuilder text = new StringBuilder();

    private RandomSettings(Random random) {
        this.random = random;
        this.lineEnd = random.nextInt(4) == 0 ? "\r\n" : "\n";
    }

    static String text(Syntax syntax, Random random) {
        RandomSettings made = new RandomSettings(random);
        switch (syntax) {
            case JSON -> made.json(false);
            case JSONC -> made.json(true);
            case TOML -> made.toml();
            case YAML -> made.yaml();
        }
        return made.text.toString();
    }

    private void json(boolean comments) {
        boolean lines = random.nextInt(4) > 0;
        String unit = random.nextBoolean() ? "\t" : " ".repeat(1 + random.nextInt(4));
        text.append('{');
        int servers = random.nextInt(3);
        for (int i = 0; i < 3; i++) {
            next(lines, comments, unit, 1);
            String name = i == servers ? "servers" : "m" + i;
            text.append('"').append(name).append("\":").append(random.nextBoolean() ? " " : "");
            if (i == servers) {
                members(lines && random.nextInt(4) > 0, comments, unit);
            } else {
                text.append(value());
            }
            text.append(i < 2 || (comments && random.nextInt(3) == 0) ? "," : "");
        }
        text.append(lines ? lineEnd : "").append('}').append(random.nextBoolean() ? lineEnd : "");
    }

    private void members(boolean lines, boolean comments, String unit) {
        int count = 1 + random.nextInt(3);
        text.append('{');
        for (int i = 0; i < count; i++) {
            next(lines, comments, unit, 2);
            text.append("\"s").append(i).append("\": ").append(value());
            text.append(i < count - 1 || (comments && random.nextInt(3) == 0) ? "," : "");
        }
        next(lines, comments, unit, 1);
        text.append('}');
    }

    private void next(boolean lines, boolean comments, String unit, int level) {
        if (comments && random.nextInt(3) == 0) {
            text.append(" /* ")
                    .append(word().replace("/*", ""))
                    .append(random.nextInt(4) == 0 ? lineEnd : "")
                    .append(" */");
        }
        if (lines) {
            text.append(comments && random.nextInt(3) == 0 ? " // " + word() : "")
                    .append(lineEnd);
            text.append(comments && random.nextInt(3) == 0 ? unit.repeat(level) + "// " + word() + lineEnd : "");
            text.append(unit.repeat(level));
        } else if (random.nextBoolean()) {
            text.append(' ');
        }
    }

    private void toml() {
        text.append("top = ").append(value()).append(" # ").append(word()).append(lineEnd);
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            text.append(random.nextBoolean() ? lineEnd : "");
            text.append(random.nextBoolean() ? "# " + word() + lineEnd : "");
            text.append(random.nextBoolean() ? "[servers.s" + i + "]" : "[[others." + i + "]]")
                    .append(lineEnd);
            text.append("args = [1, # ]").append(lineEnd).append(" \"]\",]").append(lineEnd);
            text.append("long = '''")
                    .append(lineEnd)
                    .append("[servers.holdfast]")
                    .append(lineEnd)
                    .append("'''");
            text.append(lineEnd);
        }
        text.append(random.nextBoolean() ? "last = 1e5" : lineEnd);
    }

    private void yaml() {
        text.append(random.nextBoolean() ? "# " + word() + lineEnd : "");
        text.append(random.nextBoolean() ? "top: '" + word() + "'" + lineEnd : "");
        String unit = " ".repeat(1 + random.nextInt(4));
        text.append("servers:");
        if (random.nextInt(4) == 0) {
            text.append(" {s0: {x: '").append(word()).append("'}}").append(lineEnd);
        } else {
            text.append(random.nextBoolean() ? " # " + word() : "").append(lineEnd);
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                text.append(random.nextBoolean() ? unit + "# " + word() + lineEnd : "");
                text.append(unit).append("s").append(i).append(":").append(lineEnd);
                text.append(unit).append(unit).append("x: |").append(lineEnd);
                text.append(unit)
                        .append(unit)
                        .append(unit)
                        .append("holdfast: 1")
                        .append(lineEnd);
            }
        }
        text.append(random.nextBoolean() ? lineEnd + "# " + word() + lineEnd : "");
        text.append(random.nextBoolean() ? "last: 1" + (random.nextBoolean() ? lineEnd : "") : "");
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private String value() {
        return switch (random.nextInt(4)) {
            case 0 -> "\"" + word() + "\"";
            case 1 -> "[1, \"" + word() + "\"]";
            case 2 -> "true";
            default -> "12.5";
        };
    }
}
