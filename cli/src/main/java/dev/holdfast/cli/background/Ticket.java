package dev.holdfast.cli.background;

import java.util.List;
import java.util.Optional;

/**
 * What lets one caller in, once. It stands in a file that only the user can read, so who knows its name is that user,
 * and so is who knows its proof. The caller tells the name; the process deletes the file and answers the proof; only
 * then the caller tells the token. A process of another user on the same port learns a name that is worth nothing.
 *
 * @param port where the process listens
 * @param name what the caller says first
 * @param proof what the process answers
 * @param token what the caller says then
 */
record Ticket(int port, String name, String proof, String token) {
    static final String PREFIX = "ticket-";
    private static final int PARTS = 4;

    static Ticket issue(int port) {
        return new Ticket(port, Secret.next(), Secret.next(), Secret.next());
    }

    /** The line in its file. */
    String text() {
        return port + " " + name + " " + proof + " " + token + "\n";
    }

    static Optional<Ticket> parse(String text) {
        List<String> parts = List.of(text.strip().split(" ", -1));
        try {
            return parts.size() == PARTS
                    ? Optional.of(new Ticket(Integer.parseInt(parts.get(0)), parts.get(1), parts.get(2), parts.get(3)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
