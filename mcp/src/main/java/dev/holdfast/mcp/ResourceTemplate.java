package dev.holdfast.mcp;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A template of resource URIs.
 *
 * @param uriTemplate the template (RFC 6570)
 */
public record ResourceTemplate(
        String uriTemplate,
        String name,
        @Nullable String title,
        @Nullable String description,
        @Nullable String mimeType) {
    private static final Pattern EXPRESSION = Pattern.compile("\\{[+#./;?&]?([^}]*)}");

    /** Whether the template has that variable; modifiers (RFC 6570, section 2.4) are not part of its name. */
    public boolean hasVariable(String variable) {
        return EXPRESSION
                .matcher(uriTemplate)
                .results()
                .flatMap(expression -> Stream.of(expression.group(1).split(",", -1)))
                .anyMatch(spec -> spec.replaceFirst("(\\*|:\\d+)$", "").equals(variable));
    }
}
