package dev.holdfast.store.file;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that are read from the files of a disk. */
final class CountingDisk {
    private final AtomicLong bytes = new AtomicLong();

    long bytes() {
        return bytes.get();
    }

    /** The same disk, whose files count. */
    Disk on(Disk disk) {
        return of(Disk.class, (proxy, method, arguments) -> {
            Object result = call(disk, method, arguments);
            return result instanceof DiskFile file ? on(file) : result;
        });
    }

    private DiskFile on(DiskFile file) {
        return of(DiskFile.class, (proxy, method, arguments) -> {
            if (method.getName().equals("read")) {
                bytes.addAndGet(((ByteBuffer) arguments[0]).remaining());
            }
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
