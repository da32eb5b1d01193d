package dev.holdfast.cli.tour;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.LocalTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Several programs and many threads on one store. */
final class ManyAtOnceChapter implements Tour.Chapter {
    private static final int WRITERS = 8;
    private static final int TIMES = 5;

    private final String address;

    ManyAtOnceChapter(String address) {
        this.address = address;
    }

    @Override
    public String title() {
        return "Many at once";
    }

    @Override
    public void play(Guide guide) throws InterruptedException {
        secondInstance(guide);
        counters(guide);
    }

    private void secondInstance(Guide guide) throws InterruptedException {
        guide.step("A second instance on the same store");
        try (Holdfast other = Holdfast.open(address)) {
            LocalTools there = LocalTools.of(other, Principal.local("tour"));
            guide.call("state", "{'key':'seen_by','value':'the first instance'}");
            JsonObject seen = there.call("state", Guide.json("{'key':'seen_by'}"));
            guide.narrator().answer("(second instance) " + seen);
            guide.notice(
                    "the first instance".equals(seen.string("value")), "it sees the write at once, without reloading");
        }
    }

    private static void counters(Guide guide) throws InterruptedException {
        guide.step(WRITERS + " writers, " + TIMES + " times each: a counter of their own and one for all");
        JsonObject opened = guide.call("state_open", "{'name':'counters'}");
        String handle = Objects.requireNonNull(opened.string("handle"));
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String own = "own" + i;
            writers.add(Thread.startVirtualThread(() -> count(guide, handle, own)));
        }
        guide.narrator().call("state_write {\"handle\":…,\"increment\":{\"own…\":1,\"all\":1}}   from every writer");
        for (Thread writer : writers) {
            writer.join();
        }
        JsonObject read = guide.call("state_read", "{'handle':'" + handle + "'}");
        JsonObject counted = Objects.requireNonNullElse(read.object("data"), JsonObject.EMPTY);
        guide.notice(Guide.number(counted, "all") == WRITERS * TIMES, "nothing was lost, and no caller needed a lock");
    }

    private static void count(Guide guide, String handle, String own) {
        JsonObject increment = Guide.json("{'handle':'" + handle + "','increment':{'" + own + "':1,'all':1}}");
        try {
            for (int i = 0; i < TIMES; i++) {
                guide.quietly("state_write", increment);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
