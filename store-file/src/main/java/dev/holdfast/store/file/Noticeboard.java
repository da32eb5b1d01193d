package dev.holdfast.store.file;

import dev.holdfast.engine.local.ChangeCounter;
import dev.holdfast.engine.local.SharedMemory;

/**
 * The numbers through which the clients of a folder inform each other, in shared memory. Each is written only by the
 * client that has the turn it belongs to: to write, or to rewrite segments.
 */
final class Noticeboard {
    private static final int END = 1;
    private static final int WRITING = 2;
    private static final int GENERATION = 3;
    private static final int REWRITING = 4;

    private final SharedMemory memory;

    Noticeboard(SharedMemory memory) {
        this.memory = memory;
    }

    ChangeCounter changes() {
        return memory.changes();
    }

    /**
     * The spot up to which everything is synced; readers must not be shown anything beyond it. After power loss it is a
     * spot published at some time before, so everything up to it was synced; 0 if nothing is known.
     */
    long end() {
        return memory.get(END);
    }

    void end(long spot) {
        memory.set(END, spot);
    }

    /** Whether a client is writing beyond the end, or died while doing so. */
    boolean writing() {
        return memory.get(WRITING) != 0;
    }

    void writing(boolean now) {
        memory.set(WRITING, now ? 1 : 0);
    }

    /** Whether a client is replacing or deleting segments, or died or failed while doing so. */
    boolean rewriting() {
        return memory.get(REWRITING) != 0;
    }

    void rewriting(boolean now) {
        memory.set(REWRITING, now ? 1 : 0);
    }

    /**
     * A counter that grows whenever segments were rewritten: after the new file has its name, and before files that it
     * stands for are deleted. So a client that misses one of these sees that the counter has grown.
     */
    long generation() {
        return memory.get(GENERATION);
    }

    void nextGeneration() {
        memory.set(GENERATION, generation() + 1);
    }
}
