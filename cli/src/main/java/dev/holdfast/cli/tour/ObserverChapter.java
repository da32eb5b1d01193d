package dev.holdfast.cli.tour;

import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Learning of others' changes, and the end of a state. */
final class ObserverChapter implements Tour.Chapter {
    ObserverChapter() {}

    @Override
    public String title() {
        return "Observers and the life of a state";
    }

    @Override
    public void play(Guide guide) throws InterruptedException {
        waiting(guide);
        closing(guide);
    }

    private static void waiting(Guide guide) throws InterruptedException {
        guide.step("Wait for another writer");
        JsonObject opened = guide.call("state_open", "{'name':'inbox'}");
        JsonObject wait = Guide.json("{'handle':'@inbox','since_revision':" + Guide.number(opened, "revision") + "}");
        CompletableFuture<JsonObject> told = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                told.complete(guide.quietly("state_wait", wait));
            } catch (InterruptedException e) {
                told.completeExceptionally(e);
            }
        });
        guide.narrator().call("state_wait " + wait + "   (in another thread)");
        guide.call("state_write", "{'handle':'@inbox','append':{'messages':['hello']}}");
        JsonObject answer = told.join();
        guide.narrator().answer("(the waiting thread) " + answer);
        guide.notice(answer.get("timed_out") == JsonBoolean.FALSE, "it was told what changed, and did not poll");
    }

    private static void closing(Guide guide) throws InterruptedException {
        guide.step("Close a state, and reopen it");
        JsonObject opened = guide.call("state_open", "{'data':{'draft':true}}");
        String handle = Objects.requireNonNull(opened.string("handle"));
        guide.notice(opened.string("expires_at") != null, "a state without a name is a session: it expires unused");
        guide.call("state_close", "{'handle':'" + handle + "'}");
        JsonObject closed = guide.call("state_read", "{'handle':'" + handle + "'}");
        guide.notice("expired".equals(closed.string("code")), "a closed state says so, and what to do");
        guide.call("state_open", "{'handle':'" + handle + "'}");
        JsonObject back = guide.call("state_read", "{'handle':'" + handle + "'}");
        guide.notice(back.has("data"), "it came back complete");
    }
}
