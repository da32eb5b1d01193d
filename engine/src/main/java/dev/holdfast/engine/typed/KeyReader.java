package dev.holdfast.engine.typed;

import dev.holdfast.engine.Event;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells an observer of the events that change the value of a key, with the values before and after each. */
final class KeyReader<T> implements Consumer<Event> {
    private final Key<T> key;
    private final Consumer<KeyChange<T>> observer;
    private JsonObject document;

    KeyReader(Key<T> key, JsonObject document, Consumer<KeyChange<T>> observer) {
        this.key = key;
        this.document = document;
        this.observer = observer;
    }

    @Override
    public void accept(Event event) {
        if (event.changesDocument()) {
            Optional<Json> before = key.json(document);
            document = (JsonObject) event.patch().applyTo(document);
            Optional<Json> after = key.json(document);
            if (!before.equals(after)) {
                observer.accept(new KeyChange<>(key, event, before.orElse(null), after.orElse(null)));
            }
        }
    }
}
