package dev.holdfast.store.file;

import dev.holdfast.engine.local.ChangeCounter;
import dev.holdfast.engine.local.SharedMemory;

/**
 * What the clients of a folder tell each other in shared memory. Changed only by who has the turn to do what it tells
 * of.
 */
final class Noticeboard {
    private static final int END = 1;
    private static final int WRITING = 2;
    private static final int GENERATION = 3;

    private final SharedMemory memory;

    Noticeboard(SharedMemory memory) {
        this.memory = memory;
    }

    ChangeCounter changes() {
        return memory.changes();
    }

    /**
     * The spot up to which everything is synced; nobody may show anybody what lies beyond. After power loss it is some
     * spot that was told of before, so still one up to which everything was synced; 0 if nothing is known.
     */
    long end() {
        return memory.get(END);
    }

    void end(long spot) {
        memory.set(END, spot);
    }

    /** Whether somebody writes beyond the end, or died while doing so. */
    boolean writing() {
        return memory.get(WRITING) != 0;
    }

    void writing(boolean now) {
        memory.set(WRITING, now ? 1 : 0);
    }

    /** Moves on whenever segments were rewritten. */
    long generation() {
        return memory.get(GENERATION);
    }

    void nextGeneration() {
        memory.set(GENERATION, generation() + 1);
    }
}
