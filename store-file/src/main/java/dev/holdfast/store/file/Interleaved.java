package dev.holdfast.store.file;

import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Two ascending sequences without common elements as one. */
final class Interleaved<T> implements Iterator<T> {
    private final Comparator<? super T> order;
    private final Iterator<? extends T> one;
    private final Iterator<? extends T> other;
    private @Nullable T nextOfOne;
    private @Nullable T nextOfOther;

    Interleaved(Comparator<? super T> order, Iterator<? extends T> one, Iterator<? extends T> other) {
        this.order = order;
        this.one = one;
        this.other = other;
        this.nextOfOne = next(one);
        this.nextOfOther = next(other);
    }

    private static <T> @Nullable T next(Iterator<? extends T> sequence) {
        return sequence.hasNext() ? sequence.next() : null;
    }

    @Override
    public boolean hasNext() {
        return nextOfOne != null || nextOfOther != null;
    }

    @Override
    public T next() {
        T first = nextOfOne;
        T second = nextOfOther;
        if (first != null && (second == null || order.compare(first, second) < 0)) {
            nextOfOne = next(one);
            return first;
        } else if (second != null) {
            nextOfOther = next(other);
            return second;
        }
        throw new NoSuchElementException();
    }
}
