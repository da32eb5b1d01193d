package dev.holdfast.mcp.internal.wire;

import static dev.holdfast.checks.JsonText.json;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A message that no parser takes, with the id that can be read from it all the same. */
final class BrokenMessage {
    /** In a value, stands for a byte that is no UTF-8. */
    private static final char BROKEN = '\u0002';

    private static final List<String> IDS = List.of(
            "0",
            "-7",
            "9007199254740993",
            "1.50",
            "-25e3",
            json("''"),
            json("'a'"),
            json("'\\\\\\'id\\\\\\':9,'"),
            json("'\\u00e9\\ud83e\\udd8a'"),
            json("'é🦊\\n'"),
            json("'{[,:'"));

    private static final List<String> NO_IDS = List.of(
            "null",
            "true",
            "[1]",
            "{}",
            json("{'id':1}"),
            "1e999",
            json("'\\ud83e'"),
            json("'" + BROKEN + "'"),
            "NaN",
            "01",
            "1 2",
            json("'a' 'b'"));

    /** Something is wrong inside of each, though brackets and quotes fit together. */
    private static final List<String> WRONG = List.of(
            json("'\\ud83e'"),
            json("{'id':'" + BROKEN + "'}"),
            "[".repeat(100) + "]".repeat(100),
            json("{'id':").repeat(90) + "1" + "}".repeat(90),
            "1e401",
            "9".repeat(200),
            json("{'id':1,'id':1}"),
            json("{'a':'\\x'}"),
            "{'id':5}",
            json("{'id' 7}"),
            "[1,]",
            json("{'a':'\u0001'}"),
            "[tru]");

    private static final List<String> SOUND = List.of(
            json("{'id':3,'name':'echo'}"),
            json("{'a':'\\'id\\':4,'}"),
            json("{'a':[{'id':5},'id',6]}"),
            json("'id'"),
            "[]",
            "12");

    /** @param isId whether the member is an id, readable or not */
    private record Member(String name, String value, boolean isId) {
        String text() {
            return name + ":" + value;
        }

        Optional<Json> id() {
            try {
                return Optional.ofNullable(Message.repeatable(Json.parse(bytes(value))));
            } catch (JsonParseException e) {
                return Optional.empty();
            }
        }
    }

    private final Random random;
    private final List<Member> members = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final @Nullable Json id;

    BrokenMessage(Random random) {
        this.random = random;
        members.add(new Member(json("'jsonrpc'"), json("'2.0'"), false));
        members.add(new Member(name("method"), json("'tools/call'"), false));
        members.add(new Member(json("'params'"), pick(SOUND), false));
        members.add(new Member(json("'more'"), pick(WRONG), false));
        for (int ids = random.nextInt(8) == 0 ? 2 : random.nextInt(6) == 0 ? 0 : 1; ids > 0; ids--) {
            members.add(new Member(name("id"), random.nextInt(4) == 0 ? pick(NO_IDS) : pick(IDS), true));
        }
        if (random.nextInt(12) == 0) {
            members.addAll(members.stream().filter(Member::isId).toList());
        }
        Collections.shuffle(members, random);
        id = write();
    }

    private @Nullable Json write() {
        text.append(random.nextInt(10) == 0 ? " \t{" : "{");
        if (random.nextInt(4) == 0) {
            return writeCut(random.nextInt(members.size()));
        }
        members.forEach(this::write);
        text.setLength(text.lastIndexOf(","));
        text.append('}');
        return switch (random.nextInt(8)) {
            case 0 -> {
                text.append(pick(List.of("}", "]", " x", ",", json("'id':2,"))));
                yield idOf(members);
            }
            case 1 -> {
                text.append(json(" {'id':1,'method':'x'}"));
                yield null;
            }
            default -> idOf(members);
        };
    }

    /** Some whole members, and a part of the next. */
    private @Nullable Json writeCut(int whole) {
        members.subList(0, whole).forEach(this::write);
        String next = members.get(whole).text();
        text.append(next, 0, random.nextInt(next.length() + 1));
        return idOf(members.subList(0, whole));
    }

    private void write(Member member) {
        text.append(member.text()).append(pick(List.of(",", " ,", ",\t", " , ")));
    }

    /** The one id that they have, however often. */
    private static @Nullable Json idOf(List<Member> members) {
        List<Optional<Json>> ids =
                members.stream().filter(Member::isId).map(Member::id).distinct().toList();
        return ids.size() == 1 ? ids.getFirst().orElse(null) : null;
    }

    /** A name as it is, or with a letter or all of them escaped. */
    private String name(String name) {
        int escaped = random.nextInt(6);
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean escape = escaped == 0 || escaped == i + 1;
            written.append(escape ? "\\u%04x".formatted((int) name.charAt(i)) : name.charAt(i));
        }
        return '"' + written.toString() + '"';
    }

    private String pick(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }

    byte[] bytes() {
        return bytes(text.toString());
    }

    private static byte[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == BROKEN ? (byte) 0xC0 : bytes[i];
        }
        return bytes;
    }

    /** The id that can be read; null for none. */
    @Nullable Json id() {
        return id;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
