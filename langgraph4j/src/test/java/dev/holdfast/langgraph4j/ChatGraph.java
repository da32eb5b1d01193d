package dev.holdfast.langgraph4j;

import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphDefinition;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.serializer.plain_text.jackson.JacksonStateSerializer;
import org.bsc.langgraph4j.state.AgentState;
import org.bsc.langgraph4j.state.Channel;
import org.bsc.langgraph4j.state.Channels;

/** A graph whose state is a list of messages: each run adds what it is asked and its answer. */
final class ChatGraph {
    static final class Chat extends AgentState {
        static final Map<String, Channel<?>> SCHEMA =
                Map.of("messages", Channels.appenderWithDuplicate(ArrayList<String>::new));

        Chat(Map<String, Object> data) {
            super(data);
        }

        List<String> messages() {
            return this.<List<String>>value("messages").orElse(List.of());
        }
    }

    static final class Serializer extends JacksonStateSerializer<Chat> {
        Serializer() {
            super(Chat::new, new ObjectMapper());
        }
    }

    private ChatGraph() {}

    static CompiledGraph<Chat> compiled(BaseCheckpointSaver saver) throws GraphStateException {
        return new StateGraph<>(Chat.SCHEMA, new Serializer())
                .addNode(
                        "answer",
                        node_async(chat ->
                                Map.of("messages", "answer " + chat.messages().size())))
                .addEdge(GraphDefinition.START, "answer")
                .addEdge("answer", GraphDefinition.END)
                .compile(CompileConfig.builder().checkpointSaver(saver).build());
    }
}
