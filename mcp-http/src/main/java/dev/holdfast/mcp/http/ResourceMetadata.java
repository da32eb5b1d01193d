package dev.holdfast.mcp.http;

import dev.holdfast.mcp.ProtectedResource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Serves the metadata of a protected resource. */
final class ResourceMetadata {
    private ResourceMetadata() {}

    /**
     * The pages by path; the endpoint's own path is included, as a proxy may publish the endpoint under another one.
     */
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
