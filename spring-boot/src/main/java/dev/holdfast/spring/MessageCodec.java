package dev.holdfast.spring;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;

/** Messages of Spring AI as JSON and back. Of the metadata, texts, numbers, true and false are kept. */
final class MessageCodec {
    private static final String TYPE = "type";
    private static final String TEXT = "text";
    private static final String METADATA = "metadata";
    private static final String MEDIA = "media";
    private static final String CALLS = "calls";
    private static final String RESPONSES = "responses";

    private MessageCodec() {}

    static Json write(Message message) {
        JsonObject.Builder json = JsonObject.builder()
                .put(TYPE, message.getMessageType().getValue())
                .putIfPresent(TEXT, message.getText());
        JsonObject metadata = MessageMetadata.write(message.getMetadata());
        if (!metadata.isEmpty()) {
            json.put(METADATA, metadata);
        }
        if (message instanceof MediaContent content) {
            put(json, MEDIA, content.getMedia(), MediaCodec::write);
        }
        if (message instanceof AssistantMessage assistant) {
            put(json, CALLS, assistant.getToolCalls(), MessageCodec::call);
        }
        if (message instanceof ToolResponseMessage tool) {
            put(json, RESPONSES, tool.getResponses(), MessageCodec::response);
        }
        return json.build();
    }

    private static <T> void put(JsonObject.Builder json, String name, List<T> values, Function<T, Json> write) {
        if (!values.isEmpty()) {
            json.put(name, JsonArray.copyOf(values.stream().map(write).toList()));
        }
    }

    private static Json call(AssistantMessage.ToolCall call) {
        return JsonObject.builder()
                .put("id", call.id())
                .put("type", call.type())
                .put("name", call.name())
                .put("arguments", call.arguments())
                .build();
    }

    private static Json response(ToolResponseMessage.ToolResponse response) {
        return JsonObject.builder()
                .put("id", response.id())
                .put("name", response.name())
                .put("data", response.responseData())
                .build();
    }

    static Message read(Json json) {
        JsonObject message = (JsonObject) json;
        String text = Objects.requireNonNullElse(message.string(TEXT), "");
        var metadata = MessageMetadata.read(message.object(METADATA));
        List<Media> media = list(message, MEDIA, MediaCodec::read);
        return switch (text(message, TYPE).toLowerCase(Locale.ROOT)) {
            case "user" ->
                UserMessage.builder().text(text).media(media).metadata(metadata).build();
            case "system" ->
                SystemMessage.builder().text(text).metadata(metadata).build();
            case "assistant" ->
                AssistantMessage.builder()
                        .content(text)
                        .properties(metadata)
                        .media(media)
                        .toolCalls(list(
                                message,
                                CALLS,
                                call -> new AssistantMessage.ToolCall(
                                        text(call, "id"),
                                        text(call, "type"),
                                        text(call, "name"),
                                        text(call, "arguments"))))
                        .build();
            case "tool" ->
                ToolResponseMessage.builder()
                        .metadata(metadata)
                        .responses(list(
                                message,
                                RESPONSES,
                                response -> new ToolResponseMessage.ToolResponse(
                                        text(response, "id"), text(response, "name"), text(response, "data"))))
                        .build();
            default -> throw new IllegalStateException("a message of an unknown type");
        };
    }

    private static <T> List<T> list(JsonObject message, String name, Function<JsonObject, T> read) {
        JsonArray array = message.array(name);
        return array == null
                ? List.of()
                : array.stream().map(each -> read.apply((JsonObject) each)).toList();
    }

    static String text(JsonObject json, String name) {
        return Objects.requireNonNullElse(json.string(name), "");
    }
}
