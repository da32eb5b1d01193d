package dev.holdfast.langgraph4j;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.bsc.langgraph4j.serializer.PlainTextStateSerializer;

/** A checkpoint as JSON and back, by the serializer of its graph. */
final class CheckpointCodec {
    private static final String NODE = "node";
    private static final String NEXT = "next";
    private static final String STATE = "state";

    private final PlainTextStateSerializer<?> serializer;

    CheckpointCodec(PlainTextStateSerializer<?> serializer) {
        this.serializer = serializer;
    }

    JsonObject write(Checkpoint checkpoint) throws IOException {
        return JsonObject.builder()
                .putIfPresent(NODE, checkpoint.getNodeId())
                .putIfPresent(NEXT, checkpoint.getNextNodeId())
                .put(STATE, Json.parse(serializer.writeDataAsString(checkpoint.getState())))
                .build();
    }

    Checkpoint read(String id, JsonObject json) {
        try {
            Checkpoint.Builder checkpoint = Checkpoint.builder()
                    .id(id)
                    .state(serializer.readDataFromString(
                            Objects.requireNonNull(json.get(STATE)).toString()));
            String node = json.string(NODE);
            if (node != null) {
                checkpoint.nodeId(node);
            }
            String next = json.string(NEXT);
            if (next != null) {
                checkpoint.nextNodeId(next);
            }
            return checkpoint.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
