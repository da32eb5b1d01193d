package dev.holdfast.mcp.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: what it is doing, and since when. Its own thread serves it; {@link #look} is called by one
 * other thread, everything else by any.
 */
final class HttpConnection implements ConnectionContext, DataWriter {
    /** What a connection does. */
    enum Phase {
        /** It waits for the first byte of a request, after another request. */
        IDLE,
        /** It waits for the rest of a head. */
        HEAD,
        /** A request is being received or answered. */
        BUSY,
        /** Nothing more is sent, and what the client still sends is dropped. */
        ENDING
    }

    private static final AtomicLong NAMES = new AtomicLong();
    private static final long BODY_BYTES = 16 << 10;
    private static final long ANSWER_BYTES = 64 << 10;
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final ReentrantLock turns = new ReentrantLock();
    private final String name = Long.toString(NAMES.incrementAndGet());
    private final HttpProtocol protocol;
    private final ConnectionLimits limits;
    private final InetSocketAddress address;
    private final ClientSocket socket;
    private final ConnectionReader reader;
    private final OlderHttp older = new OlderHttp();
    private final ByteFlow body;
    private final ByteFlow answer;
    private volatile Phase phase = Phase.HEAD;
    private volatile long since = System.nanoTime();
    private volatile boolean trusted;
    private volatile boolean last;
    private volatile @Nullable Thread thread;
    private @Nullable Runnable onGone;
    private @Nullable Runnable onEviction;
    private volatile boolean gone;
    private volatile boolean unreadBody;
    private volatile @Nullable HeadAlone headAlone;

    /** Takes over a connection that was just accepted. */
    HttpConnection(SocketChannel channel, HttpProtocol protocol, ConnectionLimits limits) throws IOException {
        this.protocol = protocol;
        this.limits = limits;
        this.address = (InetSocketAddress) channel.getRemoteAddress();
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        this.socket = new ClientSocket(channel, new Peer(address, this), new Peer(local, null));
        this.reader = new ConnectionReader(this::receive);
        this.body = new ByteFlow(limits.body(), BODY_BYTES);
        this.answer = new ByteFlow(limits.write(), ANSWER_BYTES);
    }

    /** A name that no other connection has. */
    String name() {
        return name;
    }

    InetAddress address() {
        return address.getAddress();
    }

    // --- Its own thread

    /** Serves the client until either side ends the connection. */
    void serve() {
        thread = Thread.currentThread();
        try {
            protocol.serve(this);
            sayFarewell();
        } finally {
            thread = null;
            socket.close();
        }
    }

    /**
     * Closing with unread bytes would reset the connection, and the client might never see the last answer. So what it
     * still sends is dropped for a moment.
     */
    private void sayFarewell() {
        Thread.interrupted(); // that was meant for a request, and would close the socket here
        enter(Phase.ENDING);
        socket.end();
        byte[] dropped = socket.get();
        while (dropped != null) {
            dropped = socket.get();
        }
    }

    private byte @Nullable [] receive() {
        byte[] bytes = socket.get();
        if (phase == Phase.IDLE && bytes != null) {
            enter(Phase.HEAD);
        }
        if (bytes != null) {
            older.request(bytes);
        }
        return bytes;
    }

    /** The head of a request has been read; {@code longBody} tells whether a long body follows. */
    void headEnds(boolean longBody) {
        unreadBody = longBody;
        reader.headEnds();
        enter(Phase.BUSY);
    }

    /** The body of the request has been read. */
    void bodyEnds() {
        unreadBody = false;
    }

    /** Whether the request has a long body that was not read. */
    boolean hasUnreadBody() {
        return unreadBody;
    }

    /** The response to come is the head alone. */
    void answerHeadAlone() {
        headAlone = new HeadAlone();
    }

    /** A request has been answered. */
    void answered() {
        headAlone = null;
        turns.lock();
        try {
            onGone = null;
            onEviction = null;
        } finally {
            turns.unlock();
        }
        reader.begin();
        enter(Phase.IDLE);
    }

    private void enter(Phase next) {
        since = System.nanoTime();
        phase = next;
    }

    /** What the client sends. */
    ConnectionReader reader() {
        return reader;
    }

    /** The request was admitted: the client showed a credential, or needs none. */
    void trust() {
        trusted = true;
    }

    boolean isTrusted() {
        return trusted;
    }

    /**
     * Sets what runs if the client disconnects before its request is answered.
     *
     * @param evicted runs if room is needed later and the request still runs
     */
    void whenGone(Runnable action, Runnable evicted) {
        boolean late;
        turns.lock();
        try {
            onGone = action;
            onEviction = evicted;
            late = gone;
        } finally {
            turns.unlock();
        }
        if (late) {
            action.run();
        }
    }

    private void leave() {
        Runnable action;
        turns.lock();
        try {
            gone = true;
            action = onGone;
        } finally {
            turns.unlock();
        }
        if (action != null) {
            action.run();
        }
    }

    // --- Other threads

    /** Ends what lasts too long, and notices a client that has left. */
    void look(long now) {
        if (isOverdue(now)) {
            close();
        } else if (phase == Phase.BUSY) {
            socket.lookAhead(this::leave);
        }
    }

    /** Its own thread goes on meanwhile, so the phase is read once, and before the time at which it began. */
    private boolean isOverdue(long now) {
        Phase present = phase;
        boolean busy = present == Phase.BUSY;
        boolean bodyStalls = body.isStalled(busy && socket.isReading(), socket.received(), now);
        boolean answerStalls = answer.isStalled(socket.isWriting(), socket.sent(), now);
        return bodyStalls
                || answerStalls
                || (!busy && now - since > most(present).toNanos());
    }

    private Duration most(Phase of) {
        return switch (of) {
            case IDLE -> limits.idle();
            case HEAD -> limits.head();
            case ENDING -> FAREWELL;
            case BUSY -> throw new IllegalStateException("A request may be answered for as long as it takes");
        };
    }

    /** Whether no answer would be lost if it were closed now. */
    boolean isIdle() {
        return gone || phase != Phase.BUSY;
    }

    /** How long it has been doing what it does, in nanoseconds. */
    long age(long now) {
        return now - since;
    }

    /** Whether its client has left, or was told that nothing more comes. */
    boolean isOver() {
        return gone || phase == Phase.ENDING;
    }

    /** Closes it because another one needs its place. A request that still runs for a client that has left ends too. */
    void evict() {
        Runnable action;
        turns.lock();
        try {
            action = onEviction;
        } finally {
            turns.unlock();
        }
        close();
        if (action != null) {
            action.run();
        }
    }

    /** Lets a request that runs be the last, and closes the connection if there is none. */
    void finish() {
        last = true;
        if (isIdle()) {
            close();
        }
    }

    /** Whether no further request is to be read. */
    boolean isLast() {
        return last || isOlder();
    }

    /** Whether its client speaks HTTP/1.0, and so is served one request. */
    boolean isOlder() {
        return older.isSpoken();
    }

    /** Interrupts the request that runs. */
    void interrupt() {
        Thread serving = thread;
        if (serving != null) {
            serving.interrupt();
        }
    }

    /** Closes it, whatever it is doing. */
    @Override
    public void close() {
        socket.close();
    }

    // --- For the web server

    @Override
    public void write(BufferData... buffers) {
        write(BufferData.create(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        HeadAlone answer = headAlone;
        if (answer == null && !isOlder()) {
            socket.write(buffer);
            return;
        }
        byte[] framed = isOlder() ? older.response(buffer.readBytes()) : buffer.readBytes();
        socket.write(BufferData.create(answer == null ? framed : answer.of(framed)));
    }

    @Override
    public void writeNow(BufferData... buffers) {
        write(buffers);
    }

    @Override
    public void writeNow(BufferData buffer) {
        write(buffer);
    }

    @Override
    public ListenerContext listenerContext() {
        return protocol;
    }

    @Override
    public ExecutorService executor() {
        return protocol.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return this;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public Router router() {
        return protocol.router();
    }

    @Override
    public HelidonSocket serverSocket() {
        return socket;
    }

    @Override
    public PeerInfo remotePeer() {
        return socket.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return socket.localPeer();
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String socketId() {
        return socket.socketId();
    }

    @Override
    public String childSocketId() {
        return socket.childSocketId();
    }
}
