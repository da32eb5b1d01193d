package dev.holdfast.cli.tour;

import static dev.holdfast.cli.tour.Guide.value;

import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;

/** The tool of the tutorials: set a key, get it back, and what they leave open. */
final class StatefulToolChapter implements Tour.Chapter {
    StatefulToolChapter() {}

    @Override
    public String title() {
        return "A stateful tool";
    }

    @Override
    public void play(Guide guide) throws InterruptedException {
        setAndGet(guide);
        nulls(guide);
        update(guide);
        compareAndSet(guide);
        retry(guide);
        delete(guide);
    }

    private static void setAndGet(Guide guide) throws InterruptedException {
        guide.step("Set a value");
        JsonObject set = guide.call(
                "state", "{'key':'user_preferences','value':{'theme':'dark','language':'en','notifications':true}}");
        guide.notice(set.get("wrote") == JsonBoolean.TRUE, "without a handle it goes to your default state")
                .notice("database".equals(set.string("state_type")), "state_type tells where that state lives");

        guide.step("Get it back");
        JsonObject got = guide.call("state", "{'key':'user_preferences'}");
        guide.notice(
                value("{'theme':'dark','language':'en','notifications':true}").equals(got.get("value")),
                "the value as it was written");
    }

    private static void nulls(Guide guide) throws InterruptedException {
        guide.step("Null is a value, absence is not");
        JsonObject set = guide.call("state", "{'key':'nickname','value':null}");
        JsonObject got = guide.call("state", "{'key':'nickname'}");
        JsonObject unknown = guide.call("state", "{'key':'no_such_key'}");
        guide.notice(
                        set.get("wrote") == JsonBoolean.TRUE && got.get("exists") == JsonBoolean.TRUE,
                        "an explicit null is written")
                .notice(
                        unknown.get("exists") == JsonBoolean.FALSE && unknown.get("value") == JsonNull.NULL,
                        "an unknown key reads as null, with exists: false");
    }

    private static void update(Guide guide) throws InterruptedException {
        guide.step("Change one member, in one step");
        guide.call("state_write", "{'handle':'@default','merge':{'user_preferences':{'theme':'light'}}}");
        JsonObject theme = guide.call("state", "{'key':'/user_preferences/theme'}");
        guide.notice(
                value("'light'").equals(theme.get("value")),
                "nothing was read and written back, so no other change could be lost");
    }

    private static void compareAndSet(Guide guide) throws InterruptedException {
        guide.step("If you must read first, say what you read");
        long seen = Guide.number(guide.call("state", "{'key':'nickname'}"), "revision");
        guide.call("state", "{'key':'nickname','value':'Max'}");
        JsonObject late = guide.call(
                "state_write", "{'handle':'@default','set':{'nickname':'Moritz'},'if_revision':" + seen + "}");
        guide.notice("conflict".equals(late.string("code")), "another writer was faster: nothing was changed")
                .notice(late.has("keys"), "the answer says what is there now, who wrote it, and when");
    }

    private static void retry(Guide guide) throws InterruptedException {
        guide.step("Retry without doing it twice");
        JsonObject first = guide.call("state_write", "{'handle':'@default','increment':{'visits':1},'op':'visit-1'}");
        JsonObject again = guide.call("state_write", "{'handle':'@default','increment':{'visits':1},'op':'visit-1'}");
        guide.notice(
                again.get("replayed") == JsonBoolean.TRUE
                        && Guide.number(first, "revision") == Guide.number(again, "revision"),
                "the same op again answers what happened the first time");
        JsonObject other = guide.call("state_write", "{'handle':'@default','increment':{'visits':5},'op':'visit-1'}");
        guide.notice("op_reused".equals(other.string("code")), "and it cannot be mistaken for another call");
    }

    private static void delete(Guide guide) throws InterruptedException {
        guide.step("Delete");
        guide.call("state_write", "{'handle':'@default','delete':['nickname']}");
        JsonObject got = guide.call("state", "{'key':'nickname'}");
        guide.notice(got.get("exists") == JsonBoolean.FALSE, "the key is gone; the log still knows it");
    }
}
