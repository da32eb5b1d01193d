package dev.holdfast.engine.feed;

import dev.holdfast.engine.Event;

/**
 * An event of a feed.
 *
 * @param event what happened
 * @param cursor where the feed goes on after it
 */
public record Occurred(Event event, String cursor) {}
