package dev.holdfast.cli.tour;

import static dev.holdfast.cli.tour.Guide.value;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.Objects;

/** The log behind a state: history, time travel, undo. */
final class HistoryChapter implements Tour.Chapter {
    HistoryChapter() {}

    @Override
    public String title() {
        return "Event sourcing and commands";
    }

    @Override
    public void play(Guide guide) throws InterruptedException {
        record(guide);
        travel(guide);
        undo(guide);
    }

    private static void record(Guide guide) throws InterruptedException {
        guide.step("Every change is an event");
        guide.call("state_open", "{'name':'cart','data':{'items':[]}}");
        guide.call("state_write", "{'handle':'@cart','append':{'items':['book']},'note':'as asked'}");
        guide.call("state_write", "{'handle':'@cart','append':{'items':['pen']},'set':{'currency':'EUR'}}");
        JsonObject history = guide.tools().history("@cart", 1L, 100);
        JsonArray events = Objects.requireNonNull(history.array("events"));
        guide.narrator().call("holdfast history @cart");
        for (Json event : events) {
            guide.narrator().answer(event.toString());
        }
        guide.notice(events.size() == 3, "who changed what, when and why: the audit trail is the data itself");
    }

    private static void travel(Guide guide) throws InterruptedException {
        guide.step("Time travel");
        JsonObject then = guide.call("state_read", "{'handle':'@cart','at_revision':2}");
        guide.notice(value("{'items':['book']}").equals(then.get("data")), "the document as it was at revision 2");
        JsonObject since = guide.call("state_read", "{'handle':'@cart','since_revision':2,'keys':['currency']}");
        guide.notice(value("{'currency':'EUR'}").equals(since.get("data")), "or only what changed since then");
    }

    private static void undo(Guide guide) throws InterruptedException {
        guide.step("Undo and redo");
        JsonObject undone = guide.call("state_undo", "{'handle':'@cart'}");
        JsonObject read = guide.call("state_read", "{'handle':'@cart'}");
        guide.notice(undone.has("reverted"), "the answer says whose change was taken back")
                .notice(value("{'items':['book']}").equals(read.get("data")), "and the document is as before");
        guide.call("state_undo", "{'handle':'@cart','redo':true}");
        JsonObject redone = guide.call("state_read", "{'handle':'@cart'}");
        guide.notice(
                value("{'items':['book','pen'],'currency':'EUR'}").equals(redone.get("data")),
                "an undo is an event too, so it can be undone");

        guide.step("Restore an older revision");
        guide.call("state_undo", "{'handle':'@cart','to_revision':1}");
        JsonObject first = guide.call("state_read", "{'handle':'@cart'}");
        guide.notice(value("{'items':[]}").equals(first.get("data")), "nothing is lost by it: history goes on");
    }
}
