package dev.holdfast.mcp.http;

import dev.holdfast.mcp.ProtectedResource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The metadata of a protected resource as pages. */
final class ResourceMetadata {
    private ResourceMetadata() {}

    /** The pages by path, for an endpoint that a proxy may show under another path than its own. */
    static Map<String, HttpPage> pages(ProtectedResource resource, String endpointPath) {
        HttpPage.Body body =
                HttpPage.Body.of(200, "application/json", resource.metadata().toBytes());
        String wellKnown = ProtectedResource.WELL_KNOWN;
        Map<String, HttpPage> pages = new TreeMap<>();
        for (String path : List.of(wellKnown, resource.metadataUri().getPath(), wellKnown + endpointPath)) {
            pages.put(path, () -> body);
        }
        return pages;
    }
}
