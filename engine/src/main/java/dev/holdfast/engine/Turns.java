package dev.holdfast.engine;

import org.jspecify.annotations.Nullable;

/**
 * Under which name calls take turns. Commands are taken up in turns, so that who sends many does not stand before who
 * sends few, and long work is done a little at a time for each name. Without more, that is the name of the principal. A
 * server that cannot tell its callers apart has one principal for all of them; there a name for each connection keeps
 * them from standing in each other's way. Names decide nothing but order: rights are those of the principal.
 */
public final class Turns {
    private static final ThreadLocal<@Nullable String> NAME = new ThreadLocal<>();

    private Turns() {}

    /** Something that is called. */
    @FunctionalInterface
    public interface Work<T, X extends Exception> {
        /** Does it. */
        T run() throws X;
    }

    /** Makes calls from this thread, which take their turns under a name. */
    public static <T, X extends Exception> T under(String name, Work<T, X> calls) throws X {
        String before = NAME.get();
        NAME.set(name);
        try {
            return calls.run();
        } finally {
            if (before == null) {
                NAME.remove();
            } else {
                NAME.set(before);
            }
        }
    }

    /** The name under which a call from this thread takes its turns. */
    public static String of(Principal principal) {
        String name = NAME.get();
        return name == null ? principal.id() : name;
    }
}
