package dev.holdfast.engine.internal.workflow;

import java.time.Duration;

/** What definitions and runs may hold. They keep a run within the limits of a document, and each request cheap. */
public final class Bounds {
    /** The size of a definition, in bytes of its canonical form. */
    public static final int DEFINITION_BYTES = 256 << 10;

    /** The steps of a definition. */
    public static final int STEPS = 1_000;

    /** The items of a step. */
    public static final int ITEMS = 1_000;

    /** The steps and items of a run together. */
    public static final int ENTRIES = 2_000;

    /** How deep child runs nest: a run at this depth starts no child. */
    public static final int DEPTH = 8;

    /** The attempts of a step. */
    public static final int ATTEMPTS = 100;

    /** The ended attempts that a step keeps. */
    public static final int ATTEMPTS_KEPT = 10;

    /** The choices of an approval. */
    public static final int CHOICES = 20;

    /** The length of what a person is asked, in characters. */
    public static final int QUESTION = 2_000;

    /** The length of a message or a note, in characters. */
    public static final int TEXT = 1_000;

    /** The length of a choice, in characters. */
    public static final int CHOICE = 100;

    /** The length of a principal, in characters. */
    public static final int PRINCIPAL = 300;

    /** The size of one input, output or list of items, in bytes of its canonical form. */
    public static final int VALUE_BYTES = 256 << 10;

    /** The size of a run up to which inputs and outputs are taken; the rest of a document is for what else it holds. */
    public static final int RUN_BYTES = 2 << 20;

    /** The kinds of work that a worker claims at once. */
    public static final int KINDS = 100;

    /** The signals of one name that are kept for steps that have not begun. */
    public static final int SIGNALS_KEPT = 16;

    /** The longest time in a definition. */
    public static final Duration LONGEST = Duration.ofDays(3_650);

    /** The shortest lease of a claim. */
    public static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    /** The longest lease of a claim. */
    public static final Duration LONGEST_LEASE = Duration.ofHours(24);

    private Bounds() {}
}
