package dev.holdfast.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/** A user who may do what the page on Redis lists, and nothing else, needs no more. */
final class RedisUserTest {
    private static final Pattern RIGHTS = Pattern.compile("With ACLs: `([^`]+)`");

    @Test
    void user_withTheRightsOfThePage_canDoEverything() throws IOException {
        try (RedisProcess server = RedisProcess.start(RedisProcess.DURABLE)) {
            String prefix = "t" + UUID.randomUUID();
            try (Connection operator = server.connect()) {
                CommandArguments user =
                        new CommandArguments(Command.ACL).add("SETUSER").add("app");
                List.of("on", ">word", "resetkeys", "resetchannels", "-@all").forEach(user::add);
                List.of(rights(prefix)).forEach(user::add);
                operator.executeCommand(user);
            }
            String address = "redis://app:word@127.0.0.1:" + server.port() + "/?prefix=" + prefix;
            assertThat(Holdfast.examine(address).isUsable()).isTrue();
            try (Holdfast holdfast = Holdfast.open(address)) {
                assertThat(holdfast.store().durability()).isEqualTo(Durability.LOCAL);
                State state = holdfast.as(Principal.local("a"))
                        .open(StateSpec.named("n"))
                        .state();
                state.write(Write.builder().set("k", Json.of(1)).build());
                assertThat(state.read().document().get("k")).isEqualTo(Json.of(1));
                assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
                state.erase(null);
                holdfast.tryTurn();
            }
        }
    }

    private static String[] rights(String prefix) throws IOException {
        Matcher found = RIGHTS.matcher(Files.readString(Path.of("../docs/redis.md")));
        assertThat(found.find()).isTrue();
        return found.group(1).replace("PREFIX", prefix).split("\\s+", -1);
    }
}
