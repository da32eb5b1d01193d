package dev.holdfast.cli.tour;

import java.io.PrintWriter;

/** Prints the tour: what is called, what is answered, what to notice, and whether it was as expected. */
final class Narrator {
    private final PrintWriter out;
    private int steps;
    private int failed;

    Narrator(PrintWriter out) {
        this.out = out;
    }

    void chapter(String title) {
        out.printf("%n== %s ==%n", title);
    }

    void step(String title) {
        steps++;
        out.printf("%n%d. %s%n", steps, title);
    }

    void call(String text) {
        out.println("   > " + text);
    }

    void answer(String text) {
        out.println("   < " + text);
    }

    /** Prints what to notice, or that it was not so. */
    void notice(boolean behaved, String text) {
        if (behaved) {
            out.println("   = " + text);
        } else {
            failed++;
            out.println("   ! FAILED: " + text);
        }
    }

    /** Prints the summary; returns whether every step was as expected. */
    boolean sayGoodbye() {
        out.printf("%n%s%n", failed == 0 ? steps + " steps, all as expected" : failed + " expectations failed");
        out.flush();
        return failed == 0;
    }
}
