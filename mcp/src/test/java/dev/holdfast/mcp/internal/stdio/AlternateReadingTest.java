package dev.holdfast.mcp.internal.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.mcp.internal.stdio.LineReader.Line;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two threads that read the lines of one client: {@code keep} is a call that its reader keeps until it is told. */
final class AlternateReadingTest {
    private final Client client = new Client();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Thread> keeper = new AtomicReference<>();
    private final CountDownLatch told = new CountDownLatch(1);
    private AlternateReading reading;
    private Future<@Nullable Void> end;

    /** What a client sends, read as it was sent: no more at a time. */
    private static final class Client extends InputStream {
        private final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();

        void send(String text) {
            sent.add(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int read() {
            throw new IllegalStateException("read byte by byte");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                byte[] next = sent.take();
                System.arraycopy(next, 0, buffer, offset, next.length);
                return next.length == 0 ? -1 : next.length;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @BeforeEach
    void start() {
        reading = new AlternateReading(new LineReader(client, 1_000), this::receive);
        end = reading.start();
    }

    @AfterEach
    void close() {
        told.countDown();
        client.send("");
    }

    private void receive(Line line) {
        String text =
                line instanceof Line.Content content ? new String(content.bytes(), StandardCharsets.UTF_8) : "too long";
        switch (text) {
            case "keep" -> seen.add(reading.keep(this::awaitTold) ? "kept" : "not kept");
            case "fail" ->
                reading.keep(() -> {
                    throw new AssertionError("a call of the test that fails");
                });
            case "interrupt" -> reading.keep(Thread.currentThread()::interrupt);
            case "break" -> throw new IllegalStateException("a receiver of the test that fails");
            default -> seen.add(text + (Thread.currentThread().isInterrupted() ? ", interrupted" : ""));
        }
    }

    private void awaitTold() {
        keeper.set(Thread.currentThread());
        try {
            told.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(String... lines) {
        client.send(String.join("\n", lines) + "\n");
    }

    private List<String> see(int count) throws InterruptedException {
        String[] found = new String[count];
        for (int i = 0; i < count; i++) {
            found[i] = seen.poll(20, TimeUnit.SECONDS);
        }
        return List.of(found);
    }

    @Test
    void call_thatIsKeptHoldsUpNoLine() throws Exception {
        send("keep");
        send("a");
        send("b");

        assertThat(see(2)).containsExactly("a", "b");
        told.countDown();
        assertThat(see(1)).containsExactly("kept");
    }

    @Test
    void call_isNotKeptWhileTheOtherThreadHasOne() throws Exception {
        send("keep");
        while (keeper.get() == null) {
            Thread.onSpinWait();
        }
        send("keep");
        send("a");

        assertThat(see(2)).containsExactly("not kept", "a");
    }

    @Test
    void call_isNotKeptIfMoreWasSentWithIt() throws Exception {
        send("keep", "a");

        assertThat(see(2)).containsExactly("not kept", "a");
    }

    @Test
    void call_thatFailsOrIsInterruptedLeavesBothThreadsReading() throws Exception {
        for (int i = 0; i < 20; i++) {
            send("interrupt");
            send("a");
            send("fail");
            send("b");

            assertThat(see(2)).containsExactly("a", "b");
        }
        told.countDown();
        assertThat(reading.awaitCall(20_000)).isTrue();
        send("keep");
        assertThat(see(1)).containsExactly("kept");
    }

    @Test
    void end_isToldWhileACallIsKept() throws Exception {
        send("keep");
        while (keeper.get() == null) {
            Thread.onSpinWait();
        }
        client.send("");

        assertThat(end.get(20, TimeUnit.SECONDS)).isNull();
        assertThat(reading.awaitCall(1)).isFalse();
        told.countDown();
        assertThat(reading.awaitCall(20_000)).isTrue();
    }

    @Test
    void receiver_thatFailsEndsTheReading() {
        send("break");

        assertThatThrownBy(() -> end.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("a receiver of the test that fails");
    }
}
