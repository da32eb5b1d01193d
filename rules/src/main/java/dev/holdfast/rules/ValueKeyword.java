package dev.holdfast.rules;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The keywords that compare values: by an order, so that no values collide as they do by hash codes, and with numbers
 * equal if their values are. Every comparison is counted.
 */
enum ValueKeyword implements Keyword {
    /** The value is the one that the schema names. */
    CONST("const") {
        @Override
        Test test(JsonNode node) {
            Json expected = JsonNodes.value(node);
            return (value, order) -> order.compare(JsonNodes.value(value), expected) == 0;
        }
    },

    /** The value is one of those that the schema names. */
    ENUM("enum") {
        @Override
        Test test(JsonNode node) {
            List<Json> expected = sorted(JsonNodes.value(node), Json.valueOrder());
            return (value, order) -> Collections.binarySearch(expected, JsonNodes.value(value), order) >= 0;
        }
    },

    /** No two elements of an array are equal. */
    UNIQUE_ITEMS("uniqueItems") {
        @Override
        Test test(JsonNode node) {
            boolean unique = node.asBoolean();
            return (value, order) -> !unique || !value.isArray() || areUnique(JsonNodes.value(value), order);
        }
    };

    private final String keyword;

    ValueKeyword(String keyword) {
        this.keyword = keyword;
    }

    @Override
    public String getValue() {
        return keyword;
    }

    /** @param node what the schema says of the keyword */
    abstract Test test(JsonNode node);

    @Override
    public KeywordValidator newValidator(SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
        return new Validator(this, test(node), node, location, parent, context);
    }

    private static boolean areUnique(Json array, Comparator<Json> order) {
        List<Json> sorted = sorted(array, order);
        for (int i = 1; i < sorted.size(); i++) {
            if (order.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Json> sorted(Json array, Comparator<Json> order) {
        List<Json> elements = new ArrayList<>();
        ((JsonArray) array).forEach(elements::add);
        elements.sort(order);
        return elements;
    }

    /** Whether a value is as a schema wants it. */
    interface Test {
        boolean holds(JsonNode value, Comparator<Json> order);
    }

    private static final class Validator extends BaseKeywordValidator {
        private final Test test;
        private final String wanted;

        Validator(
                Keyword keyword,
                Test test,
                JsonNode node,
                SchemaLocation location,
                Schema parent,
                SchemaContext context) {
            super(keyword, node, location, parent, context);
            this.test = test;
            this.wanted = Texts.shortened(node.isString() ? node.stringValue() : node.toString(), "");
        }

        @Override
        public void validate(ExecutionContext context, JsonNode node, JsonNode root, NodePath location) {
            if (!test.holds(node, Json.valueOrder(((BoundedContext) context).steps()::spend))) {
                context.addError(error().instanceNode(node)
                        .instanceLocation(location)
                        .evaluationPath(context.getEvaluationPath())
                        .locale(context.getExecutionConfig().getLocale())
                        .arguments(wanted)
                        .build());
            }
        }
    }
}
