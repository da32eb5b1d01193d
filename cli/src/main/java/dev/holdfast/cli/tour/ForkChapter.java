package dev.holdfast.cli.tour;

import static dev.holdfast.cli.tour.Guide.value;

import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;

/** Trying something out on a copy, and merging it back. */
final class ForkChapter implements Tour.Chapter {
    ForkChapter() {}

    @Override
    public String title() {
        return "Forks and merges";
    }

    @Override
    public void play(Guide guide) throws InterruptedException {
        fork(guide);
        merge(guide);
        replay(guide);
    }

    private static void fork(Guide guide) throws InterruptedException {
        guide.step("A copy to try something out on");
        guide.call("state_open", "{'name':'route','data':{'stops':['A','B'],'speed':50}}");
        guide.call("state_open", "{'name':'detour','fork_of':'@route'}");
        guide.call("state_write", "{'handle':'@detour','append':{'stops':['C']},'set':{'speed':40}}");
        JsonObject diff = guide.call("state_history", "{'handle':'@detour','diff':true,'from_revision':1}");
        JsonObject untouched = guide.call("state_read", "{'handle':'@route'}");
        guide.notice(diff.has("diff"), "what the fork has changed, key by key")
                .notice(
                        value("{'stops':['A','B'],'speed':50}").equals(untouched.get("data")),
                        "and its source is unchanged");
    }

    private static void merge(Guide guide) throws InterruptedException {
        guide.step("Merging it back, though the original has changed too");
        guide.call("state_write", "{'handle':'@route','set':{'speed':60,'driver':'Kim'}}");
        JsonObject conflict = guide.call("state_merge", "{'handle':'@route','from':'@detour'}");
        guide.notice(
                "conflict".equals(conflict.string("code")), "both changed the speed: nothing is merged unless all is");
        guide.call("state_merge", "{'handle':'@route','from':'@detour','prefer':'theirs'}");
        JsonObject merged = guide.call("state_read", "{'handle':'@route'}");
        guide.notice(
                value("{'stops':['A','B','C'],'speed':40,'driver':'Kim'}").equals(merged.get("data")),
                "the changes of both, and the fork's speed");
    }

    private static void replay(Guide guide) {
        guide.step("Going through the log again");
        guide.narrator().call("holdfast replay @route --step");
        JsonObject replayed = guide.tools()
                .replay(
                        "@route",
                        null,
                        null,
                        event -> guide.narrator().answer(event.string("type") + " " + event.get("data")));
        guide.notice(replayed.get("matches") == JsonBoolean.TRUE, "the events add up to what reading shows");
    }
}
