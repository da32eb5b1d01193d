package dev.holdfast.engine.internal.workflow;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
final class SimilarName {
    private static final int LONGEST = 64;

    private SimilarName() {}

    /** A sentence that proposes the name nearest to one that is unknown; empty if none is near. */
    static String hint(String unknown, Collection<String> known) {
        String nearest = nearest(unknown, known);
        return nearest == null ? "" : " Did you mean " + nearest + "?";
    }

    private static @Nullable String nearest(String unknown, Collection<String> known) {
        String sought = unknown.toLowerCase(Locale.ROOT);
        String nearest = null;
        int least = Math.max(1, unknown.length() / 3) + 1;
        for (String name : known) {
            int distance = distance(sought, name.toLowerCase(Locale.ROOT), least);
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return nearest;
    }

    /**
     * The number of characters to insert, delete, replace or swap with the next; {@code most} if there are so many or
     * more.
     */
    private static int distance(String one, String other, int most) {
        if (one.length() > LONGEST || Math.abs(one.length() - other.length()) >= most) {
            return most;
        }
        int[] twoBefore = new int[other.length() + 1];
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[before.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
                if (isSwapped(one, i, other, j)) {
                    row[j] = Math.min(row[j], twoBefore[j - 2] + 1);
                }
            }
            twoBefore = before;
            before = row;
        }
        return Math.min(most, before[other.length()]);
    }

    private static boolean isSwapped(String one, int i, String other, int j) {
        return i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
    }
}
