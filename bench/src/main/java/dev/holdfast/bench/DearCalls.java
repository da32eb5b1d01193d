package dev.holdfast.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A principal that sends the dearest legal calls known, each in several loops, until it is closed. It does not look at
 * the answers: it may be refused at any time.
 */
final class DearCalls implements AutoCloseable {
    private static final int LOOPS_EACH = 4;
    private static final int DOCUMENTS = 100;

    /** Looked at by {@link #NESTED} in more than 9,000 iterations. */
    private static final String LIST = numbers(95, 0);

    private static final String NESTED = "self.a.all(x, self.a.all(y, x + y + %d >= 0))";

    private record Call(String tool, LongFunction<String> arguments) {}

    private final Calls calls;
    private final List<Thread> loops = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean closed;

    private DearCalls(Calls calls) {
        this.calls = calls;
    }

    /** Prepares the states that the calls need, and begins to call. */
    static DearCalls begin(Calls calls) throws IOException, InterruptedException {
        var dear = new DearCalls(calls);
        for (Call call : dear.prepare()) {
            for (int i = 0; i < LOOPS_EACH; i++) {
                dear.loops.add(Thread.ofVirtual().start(() -> dear.repeat(call)));
            }
        }
        return dear;
    }

    private List<Call> prepare() throws IOException, InterruptedException {
        String sets = open("{\"data\":{\"set\":" + numbers(20_000, 0) + "}}");
        String deep = open("{\"data\":{\"deep\":{}}}");
        String large = open("{\"data\":{\"big\":" + numbers(50_000, 0) + "}}");
        String strict = open(
                "{\"schema\":{\"properties\":{\"big\":{\"items\":{\"const\":%s}}}}}".formatted(numbers(10_000, 0)));
        for (int i = 0; i < DOCUMENTS; i++) {
            open("{\"data\":{\"a\":" + LIST + "}}");
        }
        return List.of(
                write(sets, n -> "\"add_to_set\":{\"set\":" + numbers(20_000, (int) (n % 3) * 5_000) + "}"),
                write(deep, n -> "\"set\":{" + pointers(20_000, n) + "}"),
                write(large, n -> "\"patch\":[" + replaces(15_000, n) + "]"),
                write(strict, n -> "\"set\":{\"big\":" + numbers(20_000, (int) n % 1_000) + "}"),
                new Call("state_open", n -> "{\"data\":{\"a\":" + LIST + "},\"rules\":[" + rules(50, n) + "]}"),
                new Call("state_list", n -> "{\"where\":\"" + NESTED.formatted(n) + "\"}"),
                new Call("state_read", n -> "{\"handle\":\"" + large + "\"}"));
    }

    private static Call write(String handle, LongFunction<String> operation) {
        return new Call("state_write", n -> "{\"handle\":\"" + handle + "\"," + operation.apply(n) + "}");
    }

    private String open(String arguments) throws IOException, InterruptedException {
        String handle = calls.call("state_open", arguments).string("handle");
        if (handle == null) {
            throw new IOException("an opened state has a handle");
        }
        return handle;
    }

    private void repeat(Call call) {
        while (!closed) {
            try {
                calls.response(call.tool(), call.arguments().apply(sent.getAndIncrement()));
            } catch (IOException e) {
                // the server may refuse it in any way
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** How many were sent. */
    long count() {
        return sent.get();
    }

    @Override
    public void close() {
        closed = true;
        loops.forEach(Thread::interrupt);
    }

    // --- Large arguments

    private static String numbers(int count, int first) {
        return IntStream.range(first, first + count)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String pointers(int count, long value) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"/deep/" + i + "\":" + value)
                .collect(Collectors.joining(","));
    }

    private static String replaces(int count, long value) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"op\":\"replace\",\"path\":\"/big/3\",\"value\":" + (i + value) + "}")
                .collect(Collectors.joining(","));
    }

    private static String rules(int count, long value) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"expr\":\"" + NESTED.formatted(value) + "\",\"message\":\"rule " + i + "\"}")
                .collect(Collectors.joining(","));
    }
}
