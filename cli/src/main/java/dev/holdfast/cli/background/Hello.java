package dev.holdfast.cli.background;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a caller wants, sent as texts that each end with a zero byte, as no argument and no variable contains one.
 *
 * @param kind what is asked for, such as {@code stdio}
 * @param folder the caller's working folder
 * @param arguments of its command line
 * @param variables of its environment that matter
 */
public record Hello(String kind, String folder, List<String> arguments, Map<String, String> variables) {
    /** To be served as {@code holdfast stdio} would. */
    public static final String STDIO = "stdio";

    /** That a command is carried out, whose name is the first argument. */
    public static final String COMMAND = "command";

    /** To be shown the process, as JSON. */
    public static final String PS = "ps";

    /** That the process ends; it answers as for {@link #PS}, and closes the connection when it has ended. */
    public static final String STOP = "stop";

    /** No command line is as long as that. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int MOST_TEXTS = 10_000;

    /** Takes its own copies. */
    public Hello {
        arguments = List.copyOf(arguments);
        variables = Map.copyOf(variables);
    }

    /** One that asks for something without arguments. */
    public static Hello of(String kind) {
        return new Hello(kind, "/", List.of(), Map.of());
    }

    void write(OutputStream out) throws IOException {
        List<String> texts = new ArrayList<>(List.of(kind, folder));
        texts.add(Integer.toString(arguments.size()));
        texts.addAll(arguments);
        texts.add(Integer.toString(variables.size()));
        variables.forEach((name, value) -> texts.add(name + "=" + value));
        out.write((String.join("\0", texts) + "\0").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** @throws IOException if it is malformed, too long, or breaks off */
    static Hello read(InputStream in) throws IOException {
        Texts texts = new Texts(in);
        String kind = texts.next();
        String folder = texts.next();
        List<String> arguments = texts.several();
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : texts.several()) {
            int equals = variable.indexOf('=');
            if (equals < 1) {
                throw new IOException("a variable without a name");
            }
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return new Hello(kind, folder, arguments, variables);
    }

    /** The next text of a stream, for what precedes the rest. */
    static String text(InputStream in) throws IOException {
        return new Texts(in).next();
    }

    private static final class Texts {
        private final InputStream in;
        private int left = MOST_BYTES;

        Texts(InputStream in) {
            this.in = in;
        }

        String next() throws IOException {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (int b = in.read(); b != 0; b = in.read()) {
                if (b < 0 || --left < 0) {
                    throw new EOFException("the caller's request breaks off");
                }
                text.write(b);
            }
            // Strict: what is not UTF-8 is refused by the host's own process, which says so.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text.toByteArray()))
                    .toString();
        }

        List<String> several() throws IOException {
            int count;
            try {
                count = Integer.parseInt(next());
            } catch (NumberFormatException e) {
                throw new IOException("a count that is no number", e);
            }
            if (count < 0 || count > MOST_TEXTS) {
                throw new IOException("too many texts: " + count);
            }
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                texts.add(next());
            }
            return texts;
        }
    }
}
