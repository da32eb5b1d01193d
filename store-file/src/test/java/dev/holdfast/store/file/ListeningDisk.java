package dev.holdfast.store.file;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A disk that tells a listener of each operation, on itself and its files. */
final class ListeningDisk {
    private ListeningDisk() {}

    /** What is told. */
    interface Listener {
        /** An operation is about to be done; an exception takes its place. */
        void before(Object target, String operation, Object @Nullable [] arguments) throws IOException;

        /** A file was opened or created. */
        default void opened(DiskFile file) {}
    }

    static Disk on(Disk disk, Listener listener) {
        return of(Disk.class, (proxy, method, arguments) -> {
            listener.before(disk, method.getName(), arguments);
            Object result = call(disk, method, arguments);
            return result instanceof DiskFile file ? on(file, listener) : result;
        });
    }

    private static DiskFile on(DiskFile file, Listener listener) {
        listener.opened(file);
        return of(DiskFile.class, (proxy, method, arguments) -> {
            listener.before(file, method.getName(), arguments);
            return call(file, method, arguments);
        });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T of(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
