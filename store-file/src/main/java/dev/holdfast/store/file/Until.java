package dev.holdfast.store.file;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The beginning of a sequence, up to the first element that is beyond it. */
final class Until<T> implements Iterator<T> {
    private final Iterator<T> elements;
    private final Predicate<T> beyond;
    private @Nullable T next;

    Until(Iterator<T> elements, Predicate<T> beyond) {
        this.elements = elements;
        this.beyond = beyond;
        this.next = take();
    }

    private @Nullable T take() {
        T element = elements.hasNext() ? elements.next() : null;
        return element == null || beyond.test(element) ? null : element;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public T next() {
        T taken = next;
        if (taken == null) {
            throw new NoSuchElementException();
        }
        next = take();
        return taken;
    }
}
