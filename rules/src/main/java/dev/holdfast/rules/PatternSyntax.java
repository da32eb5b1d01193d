package dev.holdfast.rules;

import java.util.Map;

/** Translates the few constructs that ECMA-262, whose patterns JSON Schema uses, and RE2 spell differently. */
final class PatternSyntax {
    /** Names of Unicode's general categories that RE2 knows by their abbreviations only. */
    private static final Map<String, String> CATEGORIES = Map.ofEntries(
            Map.entry("Letter", "L"),
            Map.entry("Lowercase_Letter", "Ll"),
            Map.entry("Uppercase_Letter", "Lu"),
            Map.entry("Titlecase_Letter", "Lt"),
            Map.entry("Mark", "M"),
            Map.entry("Number", "N"),
            Map.entry("Decimal_Number", "Nd"),
            Map.entry("digit", "Nd"),
            Map.entry("Punctuation", "P"),
            Map.entry("punct", "P"),
            Map.entry("Symbol", "S"),
            Map.entry("Separator", "Z"));

    private PatternSyntax() {}

    static String toRe2(String ecma) {
        StringBuilder re2 = new StringBuilder(ecma.length());
        int i = 0;
        while (i < ecma.length()) {
            if (ecma.charAt(i) == '\\' && i + 1 < ecma.length()) {
                i = escape(ecma, i, re2);
            } else {
                re2.append(ecma.charAt(i++));
            }
        }
        return re2.toString();
    }

    /** Appends the escape that begins at {@code start} and returns where it ends. */
    private static int escape(String ecma, int start, StringBuilder re2) {
        switch (ecma.charAt(start + 1)) {
            case 'u' -> {
                int end = start + 6;
                if (end <= ecma.length() && isHex(ecma, start + 2, end)) {
                    re2.append("\\x{").append(ecma, start + 2, end).append('}');
                    return end;
                }
            }
            case 'c' -> {
                if (start + 2 < ecma.length() && Character.isLetter(ecma.charAt(start + 2))) {
                    re2.append("\\x{")
                            .append(Integer.toHexString(ecma.charAt(start + 2) % 32))
                            .append('}');
                    return start + 3;
                }
            }
            case 'p', 'P' -> {
                int end = ecma.indexOf('}', start);
                String name = end > start + 3 ? ecma.substring(start + 3, end) : "";
                if (CATEGORIES.containsKey(name)) {
                    re2.append(ecma, start, start + 3)
                            .append(CATEGORIES.get(name))
                            .append('}');
                    return end + 1;
                }
            }
            default -> {}
        }
        re2.append(ecma, start, start + 2);
        return start + 2;
    }

    private static boolean isHex(String text, int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }
}
