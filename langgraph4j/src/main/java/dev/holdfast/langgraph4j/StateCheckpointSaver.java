package dev.holdfast.langgraph4j;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.engine.conversation.StateNames;
import dev.holdfast.json.JsonDiff;
import dev.holdfast.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.bsc.langgraph4j.serializer.PlainTextStateSerializer;

/**
 * Checkpoints of the graphs of one principal. A thread is a state and a checkpoint one of its revisions, so that a
 * checkpoint is stored as what has changed since the one before:
 *
 * <pre>{@code
 * CompileConfig.builder().checkpointSaver(StateCheckpointSaver.of(holdfast.as(principal), serializer)).build()
 * }</pre>
 *
 * <p>All checkpoints of runs that go on at once in one thread, also in several processes, are kept. A run that shall
 * have its thread for itself begins with {@link #expectingLatest}. Safe for use by many threads.
 */
public final class StateCheckpointSaver implements BaseCheckpointSaver {
    private static final String KIND = "checkpoints";
    private static final int ROUNDS = 1_000;

    private final States states;
    private final CheckpointCodec codec;
    private final UnaryOperator<StateSpec> settings;

    private StateCheckpointSaver(States states, CheckpointCodec codec, UnaryOperator<StateSpec> settings) {
        this.states = states;
        this.codec = codec;
        this.settings = settings;
    }

    /**
     * The checkpoints of a principal, as states named {@code checkpoints/THREAD}.
     *
     * @param serializer that of the graph; it must write JSON, such as one by Jackson
     */
    public static StateCheckpointSaver of(States states, PlainTextStateSerializer<?> serializer) {
        return new StateCheckpointSaver(states, new CheckpointCodec(serializer), spec -> spec);
    }

    /**
     * The same with other settings for threads that are new. With a limit on the history that is kept, older
     * checkpoints are no longer there.
     */
    public StateCheckpointSaver with(UnaryOperator<StateSpec> more) {
        return new StateCheckpointSaver(states, codec, spec -> more.apply(settings.apply(spec)));
    }

    /**
     * The configuration of a run whose thread is for itself from now on. If another run stores a checkpoint in the
     * thread, the next one of this run is refused with {@code conflict}.
     */
    public RunnableConfig expectingLatest(RunnableConfig config) {
        long latest = find(config).map(state -> state.read().revision()).orElse(0L);
        return config.updateMetadata(Map.of(ExpectedLatest.KEY, new ExpectedLatest(latest)));
    }

    @Override
    public Collection<Checkpoint> list(RunnableConfig config) {
        return find(config).map(this::checkpoints).orElse(List.of());
    }

    @Override
    public Optional<Checkpoint> get(RunnableConfig config) {
        Optional<State> found = find(config);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        StateView now = found.get().read();
        return config.checkPointId()
                .or(() -> ThreadDocument.latest(now.document()))
                .filter(id -> ThreadDocument.has(now.document(), id))
                .map(id -> checkpoint(found.get(), now, id));
    }

    private Checkpoint checkpoint(State state, StateView now, String id) {
        JsonObject instead = ThreadDocument.instead(now.document(), id);
        if (instead != null) {
            return codec.read(id, instead);
        }
        long revision = now.keyRevision(ThreadDocument.key(id));
        boolean isLatest =
                ThreadDocument.latest(now.document()).filter(id::equals).isPresent();
        return codec.read(
                id,
                ThreadDocument.content(
                        isLatest ? now.document() : state.at(revision).document()));
    }

    /** In one pass over the history that is kept. */
    private Collection<Checkpoint> checkpoints(State state) {
        StateView now = state.read();
        CheckpointsByRevision found = new CheckpointsByRevision(codec, now);
        state.replay(null, now.revision(), (event, view) -> found.add(view));
        return found.all();
    }

    @Override
    public RunnableConfig put(RunnableConfig config, Checkpoint checkpoint) throws Exception {
        JsonObject content = codec.write(checkpoint);
        ExpectedLatest expected = ExpectedLatest.of(config);
        for (int round = 1; ; round++) {
            try {
                State state = find(config).orElseGet(() -> create(config));
                StateView now = state.read();
                JsonObject next = next(config, now.document(), checkpoint.getId(), content);
                long revision = expected == null ? now.revision() : expected.revision();
                long written = state.write(w ->
                                w.patch(JsonDiff.between(now.document(), next)).ifRevision(revision))
                        .revision();
                if (expected != null) {
                    expected.moveTo(written);
                }
                return config.checkPointId().isPresent()
                        ? config
                        : RunnableConfig.builder(config)
                                .checkPointId(checkpoint.getId())
                                .build();
            } catch (HoldfastException e) {
                boolean overtaken = e.failure().code() == Failure.Code.CONFLICT && expected == null;
                if ((!overtaken && !isGone(e)) || round == ROUNDS) {
                    throw e;
                }
            }
        }
    }

    private static JsonObject next(RunnableConfig config, JsonObject document, String id, JsonObject content) {
        Optional<String> replaced = config.checkPointId();
        if (replaced.isEmpty()) {
            return ThreadDocument.added(document, id, content);
        }
        if (!ThreadDocument.has(document, replaced.get())) {
            throw new NoSuchElementException("there is no checkpoint " + replaced.get());
        }
        return ThreadDocument.replaced(document, replaced.get(), id, content);
    }

    /** Ends the thread: it has no checkpoints any more, and is removed for good in seven days. */
    @Override
    public Tag release(RunnableConfig config) {
        Tag tag = new Tag(threadId(config), list(config));
        find(config).ifPresent(state -> state.close(null));
        return tag;
    }

    /** The state of the thread of a configuration; empty if it has no checkpoint. */
    public Optional<State> find(RunnableConfig config) {
        try {
            State state = states.state("@" + name(config));
            state.touch();
            return Optional.of(state);
        } catch (HoldfastException e) {
            if (isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private State create(RunnableConfig config) {
        return states.open(settings.apply(StateSpec.named(name(config)))).state();
    }

    private String name(RunnableConfig config) {
        return KIND + "/" + StateNames.part(threadId(config));
    }

    private static boolean isGone(HoldfastException e) {
        Failure.Code code = e.failure().code();
        return code == Failure.Code.EXPIRED || code == Failure.Code.NOT_FOUND;
    }

    @Override
    public String toString() {
        return "StateCheckpointSaver[" + states + "]";
    }
}
