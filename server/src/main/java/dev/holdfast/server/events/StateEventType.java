package dev.holdfast.server.events;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.EventDefinition;
import dev.holdfast.mcp.EventRefusal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * The types of events over states. Each is told of one state or of all that a principal may list. What a type accepts
 * and carries may only grow, as subscriptions outlive updates.
 */
enum StateEventType {
    /** The document changed. */
    CHANGED(
            "state.changed",
            "The document of a state changed. With keys, only if one of them did; with where, only if the condition"
                    + " holds after it; with until, only when the condition begins to hold. With values, what is new"
                    + " and what it was",
            """
            "keys":{"type":"array","items":{"type":"string"}},
            "where":{"type":"string","description":"CEL over self, the document after the change"},
            "until":{"type":"string","description":"CEL over self"},
            "values":{"type":"boolean"}\
            """,
            """
            "keys":{"type":"array","items":{"type":"string"}},
            "values":{"type":"object","additionalProperties":true},
            "was":{"type":"object","additionalProperties":true},
            "omitted":{"type":"object","additionalProperties":true}\
            """),
    /** It was created or brought back. */
    OPENED("state.opened", "A state was created, or brought back after it had ended", "", ""),
    /** It was closed. */
    CLOSED("state.closed", "A state was closed", "", ""),
    /** Its time was over. */
    EXPIRED("state.expired", "A state expired unused", "", ""),
    /** Rights changed. */
    SHARED("state.shared", "What principals may do with a state changed", "", ""),
    /** A lease was granted. */
    LEASE_GRANTED("lease.granted", "A lease in a state was granted", "", leases()),
    /** A lease ended. */
    LEASE_LOST("lease.lost", "A lease in a state was released, ran out, or went to another", "", leases()),
    /** A machine moved. */
    TRANSITIONED("machine.transitioned", "The machine of a state moved", "", """
        "event":{"type":"string"},
        "transitions":{"type":"array","items":{"type":"object","additionalProperties":true}}\
        """),
    /** A step can be claimed. */
    STEP_READY("workflow.step_ready", "Steps of a run wait for a worker. With work, only of that kind", """
        "work":{"type":"string"}\
        """, """
            "steps":{"type":"array","items":{"type":"object","properties":{
              "step":{"type":"string"},"work":{"type":"string"}}}},
            "more":{"type":"boolean"}\
            """),
    /** A person is asked. */
    ASKED("approval.asked", "A question waits for a person. With mine, only those that you may answer", """
        "mine":{"type":"boolean"}\
        """, """
            "questions":{"type":"array","items":{"type":"object","properties":{
              "question":{"type":"string"},"by":{"type":"string"},"of":{"type":"string"},
              "until":{"type":"string"}}}}\
            """),
    /** A question ended. */
    ANSWERED("approval.answered", "A question was answered or withdrawn, or its time was over", "", """
        "questions":{"type":"array","items":{"type":"object","properties":{
          "question":{"type":"string"},"how":{"type":"string"},"choice":{"type":"string"},
          "by":{"type":"string"}}}}\
        """),
    /** Anything happened. */
    ANY(
            "state.event",
            "Anything happened to a state. With types, only these: created, written, undone and so on",
            """
            "types":{"type":"array","items":{"type":"string"}}\
            """,
            """
            "keys":{"type":"array","items":{"type":"string"}}\
            """);

    private static final String COMMON_ARGUMENTS = """
        "state":{"type":"string","description":"A handle or @name; without it, all states that you may list"},
        "name_prefix":{"type":"string","description":"Without state: what their names begin with"},
        "labels":{"type":"object","additionalProperties":true,"description":"Without state: labels that they have"}\
        """;

    private static final String COMMON_PAYLOAD = """
        "state":{"type":"string"},
        "revision":{"type":"integer"},
        "type":{"type":"string"},
        "actor":{"type":"string"}\
        """;

    private static final Set<EventType> OF_LEASES = EnumSet.of(EventType.LEASED, EventType.LAPSED);
    private static final Set<EventType> OF_QUESTIONS =
            EnumSet.of(EventType.CREATED, EventType.ASKED, EventType.ANSWERED, EventType.LAPSED, EventType.ADVANCED);

    private final String wire;
    private final String description;
    private final String arguments;
    private final String payload;

    StateEventType(String wire, String description, String arguments, String payload) {
        this.wire = wire;
        this.description = description;
        this.arguments = arguments;
        this.payload = payload;
    }

    private static String leases() {
        return """
            "leases":{"type":"array","items":{"type":"object","properties":{
              "name":{"type":"string"},"holder":{"type":"string"},"token":{"type":"integer"},
              "until":{"type":"string"}}}}\
            """;
    }

    private static JsonObject schema(String common, String own, String required) {
        String properties = own.isEmpty() ? common : common + "," + own;
        return (JsonObject)
                Json.parse("{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":" + required + "}");
    }

    /** @throws EventRefusal if there is no such type */
    static StateEventType of(String name) {
        return Arrays.stream(values())
                .filter(type -> type.wire.equals(name))
                .findFirst()
                .orElseThrow(EventRefusal::unknownType);
    }

    String wire() {
        return wire;
    }

    EventDefinition definition() {
        return new EventDefinition(
                wire,
                description,
                inputSchema(),
                schema(COMMON_PAYLOAD, payload, "[\"state\",\"revision\",\"type\",\"actor\"]"));
    }

    private JsonObject inputSchema() {
        return schema(COMMON_ARGUMENTS, arguments, "[]");
    }

    /** The arguments by name. */
    JsonObject arguments() {
        return Objects.requireNonNull(inputSchema().object("properties"));
    }

    /** Whether an event may be of this type, as far as it can be told from the event alone. */
    boolean mayBe(Event event) {
        return switch (this) {
            case CHANGED -> event.changesDocument();
            case OPENED -> event.type() == EventType.CREATED || event.type() == EventType.REOPENED;
            case CLOSED -> event.type() == EventType.CLOSED || event.type() == EventType.ERASED;
            case EXPIRED -> event.type() == EventType.EXPIRED;
            case SHARED -> event.type() == EventType.SHARED;
            case LEASE_GRANTED, LEASE_LOST -> OF_LEASES.contains(event.type());
            case TRANSITIONED -> event.cause() instanceof Cause.Sent;
            case STEP_READY -> event.cause() instanceof Cause.Advanced;
            case ASKED, ANSWERED -> OF_QUESTIONS.contains(event.type());
            case ANY -> true;
        };
    }
}
