package dev.holdfast.rules;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.keyword.FormatKeyword;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * JSON Schema 2020-12 with every keyword counted, also those that mean nothing (the library would remember the name of
 * each for ever). The keywords that compare values are our own: the library's keep values in sets by hash codes, and a
 * caller can write any number of values of one hash code.
 */
final class CountedDialect {
    private CountedDialect() {}

    static Dialect create() {
        Dialect standard = Dialects.getDraft202012();
        return Dialect.builder(standard)
                .keywords(keywords -> count(keywords, standard.getKeywords()))
                .formatKeywordFactory(formats -> new IgnoredFormat())
                .unknownKeywordFactory((name, context) -> new CountedKeyword(new AnnotationKeyword(name)))
                .build();
    }

    private static void count(Map<String, Keyword> counted, Map<String, Keyword> standard) {
        standard.forEach((name, keyword) -> {
            if (!(keyword instanceof FormatKeyword)) {
                counted.put(name, new CountedKeyword(keyword));
            }
        });
        for (ValueKeyword keyword : ValueKeyword.values()) {
            counted.put(keyword.getValue(), new CountedKeyword(keyword));
        }
    }

    /** {@code format}, which refuses nothing. The library insists that it is of this class. */
    private static final class IgnoredFormat extends FormatKeyword {
        private static final AnnotationKeyword ANNOTATION = new AnnotationKeyword("format");

        IgnoredFormat() {
            super(Map.of());
        }

        @Override
        public KeywordValidator newValidator(
                SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
            return CountedKeyword.counted(ANNOTATION.newValidator(location, node, parent, context));
        }
    }
}
