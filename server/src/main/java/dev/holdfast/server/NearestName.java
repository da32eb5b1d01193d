package dev.holdfast.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a misspelt one probably means. */
final class NearestName {
    private static final int LONGEST = 64;

    private NearestName() {}

    /**
     * The known name that the fewest edits of a letter lead to; of equals the alphabetically first.
     *
     * @param edits the most edits; that a name begins with another does not make it near
     */
    static Optional<String> within(int edits, String asked, Collection<String> known) {
        String wanted = normal(asked.length() <= LONGEST ? asked : asked.substring(0, LONGEST));
        return known.stream()
                .filter(name -> distance(wanted, normal(name)) <= edits)
                .min(Comparator.<String>comparingInt(name -> distance(wanted, normal(name)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }

    /** A name without regard to case, {@code _} and {@code -}: what is the same name in another habit of writing. */
    static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}
