package dev.holdfast.cli.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.local.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Queue<Hello> received = new ConcurrentLinkedQueue<>();
    private final Echo echo = new Echo();

    @SuppressWarnings("NullAway.Init")
    private Door door;

    DoorTest(@TempDir Path temporary) {
        this.folder = temporary.resolve("run");
    }

    @BeforeEach
    void open() throws IOException {
        PrivateFiles.createFolders(folder);
        door = Door.open(folder, echo);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void hello_arrivesAsItWasSent() throws IOException {
        Hello hello = new Hello(
                "echo",
                "/a folder/ü",
                List.of("", "--store", "sqlite:x y\n\"z\""),
                Map.of("HOLDFAST_A", "=1\n", "B", ""));

        try (Visit visit = Visit.at(folder, hello).orElseThrow()) {
            assertThat(visit.answer()).isEqualTo("welcome\n");
        }

        assertThat(received).containsExactly(hello);
    }

    @Test
    void ticket_letsInOnceAndIsReplaced() throws IOException {
        List<Ticket> before = Tickets.in(folder);
        Ticket ticket = before.getFirst();

        assertThat(Visit.with(ticket, Hello.of("echo"))).isPresent();
        assertThat(Visit.with(ticket, Hello.of("echo"))).isEmpty();
        assertThat(Tickets.in(folder)).hasSameSizeAs(before).doesNotContain(ticket);
    }

    @Test
    void files_areForTheUserAlone() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                            .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @Test
    void stranger_isToldNothing() throws IOException {
        int port = Tickets.in(folder).getFirst().port();
        for (String said : List.of("x\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "../lock\n", "\n", "y".repeat(10_000))) {
            try (Socket socket = connect(port)) {
                socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));

                assertThat(everythingOf(socket)).as(said).isEmpty();
            }
        }
        assertThat(received).isEmpty();
    }

    @Test
    void token_thatIsWrongLetsNoCallerIn() throws IOException {
        Ticket ticket = Tickets.in(folder).getFirst();
        Ticket guessed = new Ticket(ticket.port(), ticket.name(), ticket.proof(), ticket.proof());

        try (Visit visit = Visit.with(guessed, Hello.of("echo")).orElseThrow()) {
            assertThat(everythingOf(visit)).isEmpty();
        }
        assertThat(received).isEmpty();
    }

    @Test
    void program_thatListensInsteadLearnsNoToken() throws Exception {
        Ticket ticket = Tickets.in(folder).getFirst();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<String> heard = new FutureTask<>(() -> {
                try (Socket socket = other.accept()) {
                    socket.getOutputStream().write("0".repeat(33).getBytes(StandardCharsets.US_ASCII));
                    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                }
            });
            Thread.ofPlatform().daemon().start(heard);
            Ticket stale = new Ticket(other.getLocalPort(), ticket.name(), ticket.proof(), ticket.token());

            assertThat(Visit.with(stale, Hello.of("echo"))).isEmpty();
            assertThat(heard.get()).isEqualTo(ticket.name() + "\n");
        }
    }

    @Test
    void strangers_whoAreTooManyGiveWay() throws IOException {
        int port = Tickets.in(folder).getFirst().port();
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 2 * Strangers.MOST; i++) {
            silent.add(connect(port));
        }

        try (Visit visit = Visit.at(folder, Hello.of("echo")).orElseThrow()) {
            assertThat(visit.answer()).isEqualTo("welcome\n");
        }
        assertThat(everythingOf(silent.getFirst())).isEmpty();
        for (Socket socket : silent) {
            socket.close();
        }
    }

    @Test
    void stranger_whoSaysNothingIsClosed() throws IOException {
        try (Socket silent = connect(Tickets.in(folder).getFirst().port())) {
            assertThat(everythingOf(silent)).isEmpty();
        }
    }

    @Test
    void attending_needsTheSecondConnectionAndEndsWithIt() throws IOException {
        try (Visit visit = Visit.at(folder, Hello.of("serve")).orElseThrow()) {
            String answer = line(visit.in());
            assertThat(answer).startsWith("serve ");
            Ticket any = Tickets.in(folder).getFirst();
            Socket second = connect(any.port());
            second.getOutputStream().write((answer.substring(6) + "\n").getBytes(StandardCharsets.US_ASCII));
            visit.out().write("hello\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(line(visit.in())).isEqualTo("hello");
            assertThat(line(second.getInputStream())).isEqualTo("heard");

            second.close();

            assertThat(everythingOf(visit)).isEmpty();
        }
        await().atMost(PATIENCE).until(() -> echo.left);
    }

    @Test
    @SuppressWarnings("try") // closed early, as the process waits for it
    void input_endsAtTheMarkAndIsAnsweredToItsEnd() throws IOException {
        String mark = Files.readString(folder.resolve("end"));
        try (Visit visit = Visit.at(folder, Hello.of("serve")).orElseThrow()) {
            String key = line(visit.in()).substring(6);
            Socket second = connect(Tickets.in(folder).getFirst().port());
            second.getOutputStream().write((key + "\n").getBytes(StandardCharsets.US_ASCII));

            visit.out().write(("a\nb" + mark).getBytes(StandardCharsets.US_ASCII));

            assertThat(everythingOf(visit)).isEqualTo("a\nb\n");
            visit.close();
            assertThat(everythingOf(second)).endsWith("\n" + key + " 0\n");
        }
    }

    @Test
    void door_thatIsShutLetsNoCallerIn() throws IOException {
        Ticket ticket = Tickets.in(folder).getFirst();

        door.shut();

        assertThat(Tickets.in(folder)).isEmpty();
        assertThat(Visit.with(ticket, Hello.of("echo"))).isEmpty();
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(Door.loopback(), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /** A connection that was closed before all of it was read is reset, which ends it as well. */
    private static String everythingOf(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException e) {
            return "";
        }
    }

    private static String everythingOf(Visit visit) throws IOException {
        try {
            return visit.answer();
        } catch (SocketException e) {
            return "";
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }

    /** Answers what it is sent. */
    private final class Echo implements Door.Reception {
        volatile boolean left;

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void receive(Guest guest) throws IOException, InterruptedException {
            received.add(guest.hello());
            if (guest.hello().kind().equals("echo")) {
                guest.answer("welcome");
                return;
            }
            var err = guest.attend();
            try {
                byte[] piece = new byte[100];
                for (int count = guest.in().read(piece);
                        count >= 0;
                        count = guest.in().read(piece)) {
                    guest.out().write(piece, 0, count);
                    guest.out().flush();
                    err.println("heard");
                }
                guest.finish(0);
            } finally {
                left = true;
            }
        }
    }
}
