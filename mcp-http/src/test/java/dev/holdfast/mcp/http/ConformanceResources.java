package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;

import dev.holdfast.mcp.RequestContext;
import dev.holdfast.mcp.Resource;
import dev.holdfast.mcp.ResourceCall;
import dev.holdfast.mcp.ResourceContents;
import dev.holdfast.mcp.ResourcePage;
import dev.holdfast.mcp.ResourceProvider;
import dev.holdfast.mcp.ResourceTemplate;
import dev.holdfast.mcp.fixture.Samples;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The conformance suite's resources. */
final class ConformanceResources implements ResourceProvider {
    private static final Pattern DATA = Pattern.compile("test://template/([^/]+)/data");

    @Override
    public ResourcePage list(@Nullable String cursor, RequestContext context) {
        return ResourcePage.of(List.of(
                new Resource("test://static-text", "text", null, "A static text", "text/plain", null),
                new Resource("test://static-binary", "binary", null, "A static image", "image/png", null),
                new Resource(
                        "test://watched-resource", "watched", null, "A text that is watched", "text/plain", null)));
    }

    @Override
    public List<ResourceTemplate> templates() {
        return List.of(
                new ResourceTemplate("test://template/{id}/data", "template", null, "Data by id", "application/json"));
    }

    @Override
    public Optional<ResourceContents> read(ResourceCall call) {
        String uri = call.uri();
        return switch (uri) {
            case "test://static-text" ->
                Optional.of(
                        ResourceContents.text(uri, "text/plain", "This is the content of the static text resource."));
            case "test://static-binary" ->
                Optional.of(ResourceContents.blob(
                        uri, "image/png", Base64.getDecoder().decode(Samples.PIXEL)));
            case "test://watched-resource" -> Optional.of(ResourceContents.text(uri, "text/plain", "This is watched."));
            default -> template(uri);
        };
    }

    private static Optional<ResourceContents> template(String uri) {
        Matcher matcher = DATA.matcher(uri);
        return matcher.matches()
                ? Optional.of(ResourceContents.text(
                        uri,
                        "application/json",
                        json("{'id':'%s','templateTest':true,'data':'Data for ID: %s'}")
                                .formatted(matcher.group(1), matcher.group(1))))
                : Optional.empty();
    }
}
