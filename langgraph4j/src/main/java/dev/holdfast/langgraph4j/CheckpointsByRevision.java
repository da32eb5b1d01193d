package dev.holdfast.langgraph4j;

import dev.holdfast.engine.StateView;
import dev.holdfast.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bsc.langgraph4j.checkpoint.Checkpoint;

/** Gathers checkpoints while the history of their thread is read once. */
final class CheckpointsByRevision {
    private final CheckpointCodec codec;
    private final List<String> newestFirst;
    private final Map<Long, String> wanted = new HashMap<>();
    private final Map<String, JsonObject> found = new HashMap<>();

    CheckpointsByRevision(CheckpointCodec codec, StateView now) {
        this.codec = codec;
        this.newestFirst = ThreadDocument.ids(now.document());
        for (String id : newestFirst) {
            JsonObject instead = ThreadDocument.instead(now.document(), id);
            if (instead == null) {
                wanted.put(now.keyRevision(ThreadDocument.key(id)), id);
            } else {
                found.put(id, instead);
            }
        }
    }

    void add(StateView view) {
        String id = wanted.get(view.revision());
        if (id != null) {
            found.put(id, ThreadDocument.content(view.document()));
        }
    }

    /** The newest first; none of those whose history is no longer kept. */
    List<Checkpoint> all() {
        return newestFirst.stream()
                .flatMap(id -> Stream.ofNullable(found.get(id)).map(content -> codec.read(id, content)))
                .toList();
    }
}
