package dev.holdfast.spring;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Base64;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/** Images and other media of a message: an address, or bytes in base64. */
final class MediaCodec {
    private static final String BYTES = "bytes";
    private static final String DATA = "data";

    private MediaCodec() {}

    static Json write(Media media) {
        JsonObject.Builder json = JsonObject.builder()
                .put("mime", media.getMimeType().toString())
                .putIfPresent("id", media.getId())
                .putIfPresent("name", media.getName());
        return media.getData() instanceof byte[] bytes
                ? json.put(BYTES, Base64.getEncoder().encodeToString(bytes)).build()
                : json.put(DATA, media.getData().toString()).build();
    }

    static Media read(JsonObject json) {
        Media.Builder media = Media.builder().mimeType(MimeType.valueOf(MessageCodec.text(json, "mime")));
        String id = json.string("id");
        if (id != null) {
            media.id(id);
        }
        String name = json.string("name");
        if (name != null) {
            media.name(name);
        }
        String bytes = json.string(BYTES);
        return bytes == null
                ? media.data(MessageCodec.text(json, DATA)).build()
                : media.data(Base64.getDecoder().decode(bytes)).build();
    }
}
