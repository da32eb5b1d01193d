package dev.holdfast.engine.typed;

import dev.holdfast.engine.Event;
import dev.holdfast.json.JsonObject;
import java.util.function.Consumer;

/** Tells an observer of the events that change a document, with the documents before and after each. */
final class ChangeReader<T> implements Consumer<Event> {
    private final DocumentType<T> type;
    private final Consumer<TypedChange<T>> observer;
    private JsonObject document;

    ChangeReader(DocumentType<T> type, JsonObject document, Consumer<TypedChange<T>> observer) {
        this.type = type;
        this.document = document;
        this.observer = observer;
    }

    @Override
    public void accept(Event event) {
        if (event.changesDocument()) {
            JsonObject before = document;
            document = (JsonObject) event.patch().applyTo(before);
            observer.accept(new TypedChange<>(type, event, before, document));
        }
    }
}
