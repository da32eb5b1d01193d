package dev.holdfast.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * How long one principal waits for its writes and reads while another sends the dearest calls that it can, beside the
 * same without it. The measured one has few connections, so that what it waits for is not its own load.
 */
final class StrangerBench {
    private static final String STEADY = "11".repeat(32);
    private static final String STRANGER = "22".repeat(32);
    private static final int STATES = 100;
    private static final int CONNECTIONS = 4;
    private static final int BAR_MILLIS = 100;

    private final Setting setting;

    StrangerBench(Setting setting) {
        this.setting = setting;
    }

    void run(Report report) throws IOException, InterruptedException {
        int port = Setting.freePort();
        var product = setting.serve(port, setting.freshStore(), "--api-keys", keys().toString(), "--rate", "0");
        try (var steady = new Calls(port, STEADY);
                var stranger = new Calls(port, STRANGER)) {
            var workload = workload(port, steady);
            Load alone = load(port, workload);
            Load beside;
            long dear;
            try (var attack = DearCalls.begin(stranger)) {
                beside = load(port, workload);
                dear = attack.count();
            }
            report.beside("alone", alone, "");
            report.beside(
                    "beside the dearest calls of another",
                    beside,
                    "at most %.1f".formatted(alone.longest() + BAR_MILLIS));
            report.fact("dear calls that the other one sent meanwhile", dear);
        } finally {
            product.terminate();
        }
    }

    private Load load(int port, Workload workload) throws IOException {
        return LoadGenerator.run(port, CONNECTIONS, workload, setting.warmUp(), setting.measured());
    }

    /** A durable write and a read in turn. */
    private static Workload workload(int port, Calls calls) throws IOException, InterruptedException {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < STATES; i++) {
            String handle =
                    calls.call("state_open", "{\"data\":{\"visits\":0}}").string("handle");
            String write = "{\"handle\":\"%s\",\"increment\":{\"visits\":1}}".formatted(handle);
            String read = "{\"handle\":\"%s\"}".formatted(handle);
            requests.add(Workload.postAs(STEADY, port, "state_write", Calls.body("state_write", write)));
            requests.add(Workload.postAs(STEADY, port, "state_read", Calls.body("state_read", read)));
        }
        return new Workload(List.copyOf(requests));
    }

    private Path keys() throws IOException {
        Path file = Files.createTempFile(setting.scratch(), "keys", "");
        Files.writeString(file, line("steady", STEADY) + line("stranger", STRANGER));
        return file;
    }

    private static String line(String subject, String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
            return subject + " state:read,state:write " + HexFormat.of().formatHex(hash) + "\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
