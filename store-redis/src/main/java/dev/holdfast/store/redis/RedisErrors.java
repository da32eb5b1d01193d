package dev.holdfast.store.redis;

import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;

/** What the errors of a server mean. A server that answers with one has done nothing. */
final class RedisErrors {
    private RedisErrors() {}

    static RedisFailure refusal(HostAndPort server, RedisAddress address, JedisDataException error) {
        String text = error.getMessage() == null ? "" : error.getMessage();
        int end = text.indexOf(' ');
        String code = end < 0 ? text : text.substring(0, end);
        return new RedisFailure(effect(code), server + " " + reason(code, address.scrubbed(text)));
    }

    private static RedisFailure.Effect effect(String code) {
        return switch (code) {
            case "LOADING", "TRYAGAIN", "CLUSTERDOWN", "BUSY" -> RedisFailure.Effect.NONE_YET;
            case "LOST" -> RedisFailure.Effect.NONE_BUT_LOST;
            default -> RedisFailure.Effect.NONE;
        };
    }

    private static String reason(String code, String text) {
        return switch (code) {
            case "OOM" -> "is out of memory: it holds as much as maxmemory allows";
            case "READONLY" -> "has become a replica, which cannot be written to";
            case "NOAUTH" -> "wants a password";
            case "WRONGPASS" -> "does not accept the user and password of the address";
            case "NOPERM" -> "does not let this user run what the store needs: scripts, and any command on its keys";
            case "LOADING" -> "is still loading its data";
            case "BUSY" -> "is busy with a script of another program";
            case "MISCONF" -> "cannot write to its disk, so it takes no changes";
            case "CLUSTERDOWN" -> "belongs to a cluster that is down";
            case "LOST" -> "has no keys of the store any more";
            case "TRYAGAIN" -> "is moving these keys to another server";
            default -> "refused: " + text;
        };
    }
}
