package dev.holdfast.rules;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A keyword whose every check spends steps before it does what the library does: one amount for itself, and more for
 * each part of the schema or the value that it goes through. The schemas below it spend their own.
 */
record CountedKeyword(Keyword keyword) implements Keyword {
    /** What every check costs. */
    private static final int BASE = 16;

    /** How many characters are looked at for a step. */
    private static final int CHARACTERS = 8;

    /** Keywords that go through the schemas that refer to one another until here. */
    private static final Set<String> DYNAMIC = Set.of("$dynamicRef");

    /** Keywords that go neither through the parts of a value nor through its text. */
    private static final Set<String> BRIEF = Set.of(
            "$ref",
            "$dynamicRef",
            "type",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "properties",
            "required",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "format");

    @Override
    public String getValue() {
        return keyword.getValue();
    }

    @Override
    public @Nullable KeywordValidator newValidator(
            SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) throws Exception {
        KeywordValidator validator = keyword.newValidator(location, node, parent, context);
        // Our own count what they compare.
        return validator == null ? null : new Counted(validator, keyword instanceof ValueKeyword ? 0 : width(node));
    }

    /** A validator that spends steps, and goes through no parts of the schema. */
    static KeywordValidator counted(KeywordValidator validator) {
        return new Counted(validator, 0);
    }

    /** How many parts of the schema a check may go through: names, and names that each of them requires. */
    private static int width(JsonNode node) {
        int width = node.size();
        for (JsonNode part : node) {
            width += part.isArray() ? part.size() : 0;
        }
        return width;
    }

    private record Counted(KeywordValidator validator, int width) implements KeywordValidator {
        @Override
        public void validate(ExecutionContext context, JsonNode node, JsonNode root, NodePath location) {
            ((BoundedContext) context).steps().spend(BASE + width + extent(node) + height(context));
            validator.validate(context, node, root, location);
        }

        private int extent(JsonNode node) {
            if (BRIEF.contains(getKeyword())) {
                return 0;
            }
            return node.isString() ? node.stringValue().length() / CHARACTERS : node.size();
        }

        private int height(ExecutionContext context) {
            boolean looksUp = context.isUnevaluatedItemsPresent()
                    || context.isUnevaluatedPropertiesPresent()
                    || DYNAMIC.contains(getKeyword());
            return looksUp ? context.getEvaluationSchema().size() : 0;
        }

        @Override
        public SchemaLocation getSchemaLocation() {
            return validator.getSchemaLocation();
        }

        @Override
        public String getKeyword() {
            return validator.getKeyword();
        }

        @Override
        public void preloadSchema() {
            validator.preloadSchema();
        }
    }
}
