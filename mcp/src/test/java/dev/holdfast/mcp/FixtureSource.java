package dev.holdfast.mcp;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lets everybody listen to everything but what is private, and remembers what it was told. */
final class FixtureSource implements SubscriptionSource {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public boolean admits(String uri, RequestContext context) {
        return !uri.contains("private");
    }

    @Override
    public Watch watch(String uri, Caller first, Runnable changed) {
        events.add("watch " + uri + " for " + first.subject());
        return () -> events.add("leave " + uri);
    }

    String nextEvent() throws InterruptedException {
        String event = events.poll(20, TimeUnit.SECONDS);
        return event == null ? "nothing" : event;
    }
}
