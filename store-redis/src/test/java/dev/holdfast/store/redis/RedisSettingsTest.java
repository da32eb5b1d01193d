package dev.holdfast.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreFinding;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Samples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** What a store says of servers that are set up in one way or another, and which it refuses. */
final class RedisSettingsTest {
    @Test
    void durableServer_isLocal_andSaysWhy() {
        try (CommitLog log = RedisStore.open(RedisProcess.shared().newStore())) {
            assertThat(log.info().durability()).isEqualTo(Durability.LOCAL);
            assertThat(log.info().evidence()).contains("appendonly=yes", "appendfsync=always", "no replicas");
            assertThat(log.info().stateType()).isEqualTo("cache");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "appendonly no",
                "appendfsync everysec",
                "appendfsync no",
                "no-appendfsync-on-rewrite yes",
            })
    void serverThatMayLose_isEphemeral_andNamesTheSetting(String setting) {
        try (RedisProcess server = RedisProcess.start(RedisProcess.DURABLE)) {
            RedisFaultsTest.configure(
                    server, setting.substring(0, setting.indexOf(' ')), setting.substring(setting.indexOf(' ') + 1));
            try (CommitLog log = RedisStore.open(server.newStore())) {
                assertThat(log.info().durability()).isEqualTo(Durability.EPHEMERAL);
                assertThat(log.info().evidence()).contains(setting.replace(" ", " is "));
            }
        }
    }

    @Test
    void examination_tellsOfServerAndSettings_andWhatToChange() {
        RedisProvider provider = new RedisProvider();
        try (RedisProcess server = RedisProcess.start(RedisProcess.DURABLE)) {
            assertThat(provider.examine(server.newStore()).findings())
                    .extracting(StoreFinding::level)
                    .containsExactly(StoreFinding.Level.OK, StoreFinding.Level.OK);
            RedisFaultsTest.configure(server, "appendfsync", "everysec");
            StoreFinding weak = provider.examine(server.newStore()).findings().getLast();
            assertThat(weak.level()).isEqualTo(StoreFinding.Level.WARN);
            assertThat(weak.found()).contains("appendfsync is everysec");
            RedisFaultsTest.configure(server, "maxmemory-policy", "allkeys-lru");
            assertThat(provider.examine(server.newStore()).isUsable()).isFalse();
        }
        Examination gone = provider.examine("redis://me:s3cret@127.0.0.1:1");
        assertThat(gone.isUsable()).isFalse();
        assertThat(gone.toString()).doesNotContain("s3cret");
    }

    @Test
    void serverThatEvictsOrFollows_isRefused_andOneWithAReplicaIsEphemeral() {
        try (RedisProcess server = RedisProcess.start(RedisProcess.DURABLE)) {
            for (String policy : List.of("allkeys-lru", "allkeys-random", "volatile-ttl")) {
                RedisFaultsTest.configure(server, "maxmemory-policy", policy);
                assertThatThrownBy(() -> RedisStore.open(server.newStore()))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("maxmemory-policy is " + policy);
            }
            RedisFaultsTest.configure(server, "maxmemory-policy", "noeviction");
            try (RedisProcess replica = RedisProcess.start(List.of("--replicaof", "127.0.0.1 " + server.port()))) {
                assertThatThrownBy(() -> RedisStore.open(replica.newStore()))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("is a replica");
                while (!info(server).contains("connected_slaves:1")) {
                    Thread.onSpinWait();
                }
                try (CommitLog log = RedisStore.open(server.newStore())) {
                    assertThat(log.info().durability()).isEqualTo(Durability.EPHEMERAL);
                    assertThat(log.info().evidence()).contains("it has replicas");
                }
            }
        }
    }

    @Test
    void configurationThatCannotBeRead_isTakenForTheWorst() {
        RedisProcess server = RedisProcess.shared();
        for (String denied : List.of("-config", "-config -info")) {
            CommandArguments user =
                    new CommandArguments(Command.ACL).add("SETUSER").add("app");
            for (String rule : ("reset on >pass~ ~* &* +@all " + denied).split(" ", -1)) {
                user.add(rule);
            }
            RedisFaultsTest.run(server, user);
            String address = server.newStore().replace("redis://", "redis://app:pass~@");
            try (CommitLog log = RedisStore.open(address)) {
                assertThat(log.info().durability()).isEqualTo(Durability.EPHEMERAL);
                assertThat(log.info().evidence()).contains("its configuration cannot be read");
                Samples.fill(log, Samples.freshId(), 2);
            }
        }
    }

    @Test
    void userWhoMayNotPublish_canWriteAllTheSame() {
        RedisProcess server = RedisProcess.shared();
        CommandArguments user = new CommandArguments(Command.ACL).add("SETUSER").add("mute");
        for (String rule : "reset on >pass ~* resetchannels +@all".split(" ", -1)) {
            user.add(rule);
        }
        RedisFaultsTest.run(server, user);
        try (CommitLog log = RedisStore.open(server.newStore().replace("redis://", "redis://mute:pass@"))) {
            Samples.fill(log, Samples.freshId(), 2);
        }
    }

    @Test
    void serverThatGetsWeakerThanPromised_takesNoAppendsUntilItIsSetBack() {
        try (RedisProcess server = RedisProcess.start(RedisProcess.DURABLE);
                CommitLog log = RedisStore.open(server.newStore())) {
            StateId id = Samples.freshId();
            Samples.fill(log, id, 1);
            RedisFaultsTest.configure(server, "appendfsync", "everysec");
            reconnect(server, log, id);
            assertThat(Samples.appendTo(log, Samples.append(id, 1)))
                    .isInstanceOfSatisfying(
                            AppendResult.NotAttempted.class,
                            refused -> assertThat(refused.cause()).hasMessageContaining("appendfsync is everysec"));
            RedisFaultsTest.configure(server, "appendfsync", "always");
            reconnect(server, log, id);
            assertThat(Samples.appendTo(log, Samples.append(id, 1))).isEqualTo(AppendResult.APPENDED);
        }
    }

    @Test
    void storeOfANewerFormat_isRefused_andNothingIsAddedToIt() {
        try (RedisProcess server = RedisProcess.start(RedisProcess.DURABLE)) {
            String store = server.newStore();
            RedisStore.open(store).close();
            RedisFaultsTest.run(
                    server, new CommandArguments(Command.EVAL).add("""
                        for _, key in ipairs(redis.call('keys', '*')) do
                            if key:sub(-6) == ':store' then
                                redis.call('del', key)
                                redis.call('hset', key, 'format', '2')
                            else
                                redis.call('del', key)
                            end
                        end
                        """).add("0"));
            String before = content(server);
            assertThatThrownBy(() -> RedisStore.open(store))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("format 2, written by a newer version of Holdfast; this one reads up to 1");
            assertThat(content(server)).isEqualTo(before).contains("format=2");
        }
    }

    /** All keys of a server, and what is in those that are hashes. */
    private static String content(RedisProcess server) {
        return RedisFaultsTest.run(
                        server, new CommandArguments(Command.EVAL).add("""
                            local all = {}
                            for _, key in ipairs(redis.call('keys', '*')) do
                                local text = key
                                if redis.call('type', key).ok == 'hash' then
                                    local members = redis.call('hgetall', key)
                                    for i = 1, #members, 2 do
                                        text = text .. ' ' .. members[i] .. '=' .. members[i + 1]
                                    end
                                end
                                table.insert(all, text)
                            end
                            table.sort(all)
                            return table.concat(all, ' | ')
                            """).add("0"))
                .text();
    }

    private static void reconnect(RedisProcess server, CommitLog log, StateId id) {
        RedisFaultsTest.run(
                server,
                new CommandArguments(Command.CLIENT).add("KILL").add("TYPE").add("normal"));
        assertThat(log.find(id, new CommandKey("a", "b"))).isEmpty();
    }

    @Test
    void noMessage_tellsUserOrPassword_whateverTheyAre() {
        RedisProcess server = RedisProcess.shared();
        Random random = new Random(17);
        for (int i = 0; i < 60; i++) {
            String user = "user" + secret(random);
            String password = "pass" + secret(random);
            boolean encoded = random.nextBoolean();
            String login = encoded ? encoded(user) + ":" + encoded(password) : user + ":" + password;
            String place = List.of(
                            "127.0.0.1:" + server.port() + "/",
                            "127.0.0.1:1",
                            "no host",
                            "127.0.0.1:port",
                            "127.0.0.1/x",
                            "127.0.0.1?prefix=" + "a b",
                            "127.0.0.1?option=x")
                    .get(i % 7);
            Throwable thrown = catchThrowable(() -> RedisStore.open("redis://" + login + "@" + place));
            assertThat(thrown).as(place).isInstanceOf(StoreUnavailableException.class);
            StringWriter all = new StringWriter();
            thrown.printStackTrace(new PrintWriter(all));
            assertThat(all.toString()).doesNotContain(user, password, encoded(password));
        }
        RedisAddress address = RedisAddress.of("rediss://me:s3cret@host/2?prefix=x");
        assertThat(address + address.place()).doesNotContain("s3cret").doesNotContain("me:");
        assertThat(address.user()).isEqualTo("me");
        assertThat(address.password()).isEqualTo("s3cret");
        assertThat(address.tls()).isTrue();
    }

    @Test
    void vault_isNotOffered() {
        RedisProvider provider = new RedisProvider();
        assertThat(List.of("redis", "rediss", "redis-cluster", "valkey")).allMatch(provider::supports);
        assertThatThrownBy(() -> provider.openVault(RedisProcess.shared().newStore()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("where its keys are kept");
    }

    private static String secret(Random random) {
        String letters = "abcXYZ019:/?#[]!$&'()*+,;=~";
        StringBuilder secret = new StringBuilder();
        random.ints(12, 0, letters.length()).forEach(at -> secret.append(letters.charAt(at)));
        return secret.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String info(RedisProcess server) {
        return RedisFaultsTest.run(server, new CommandArguments(Command.INFO)).text();
    }
}
