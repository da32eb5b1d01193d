package dev.holdfast.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was meant by one that is not known. Names are compared without regard to case, _ and -. */
public final class NearestName {
    /** How many edits of a letter a name may be away. */
    private static final int NEAR = 2;

    /** How many characters of a name are looked at. */
    private static final int LONGEST = 64;

    private NearestName() {}

    /**
     * The known name that at most two edits of a letter lead to: the one with the fewest, of equals the alphabetically
     * first. That a name begins with another does not make it near.
     */
    public static Optional<String> of(String asked, Collection<String> known) {
        String wanted = plain(shortened(asked));
        return known.stream()
                .filter(name -> distance(wanted, plain(name)) <= NEAR)
                .min(Comparator.<String>comparingInt(name -> distance(wanted, plain(name)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** A sentence that proposes the name that was probably meant, after a space; empty if none is near. */
    public static String hint(String asked, Collection<String> known) {
        return of(asked, known).map(meant -> " Did you mean " + meant + "?").orElse("");
    }

    /** A name without regard to case, _ and -: what is the same name in another habit of writing. */
    public static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST);
    }

    /** Levenshtein distance, or more than {@link #NEAR} as soon as the lengths say so. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > NEAR) {
            return NEAR + 1;
        }
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
}
