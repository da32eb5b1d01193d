package dev.holdfast.rules;

import dev.cel.common.values.NullValue;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns the result of an expression back into JSON, of bounded size. */
final class CelResults {
    private static final int MOST_BYTES = 64 << 10;
    private static final int DEEPEST = 64;

    private int left = MOST_BYTES;

    private CelResults() {}

    static Json toJson(Object result) throws EvaluationException {
        return new CelResults().convert(result, 0);
    }

    private Json convert(Object result, int depth) throws EvaluationException {
        if (depth > DEEPEST) {
            throw new EvaluationException("its result nests too deeply");
        }
        return switch (result) {
            case CelValues.View view -> counted(view.json());
            case List<?> list -> array(list, depth);
            case Map<?, ?> map -> object(map, depth);
            default -> counted(scalar(result));
        };
    }

    private static Json scalar(Object result) throws EvaluationException {
        return switch (result) {
            case Boolean bool -> Json.of(bool);
            case Long integer -> Json.of(integer);
            case String text -> text(text);
            case Double number when Double.isFinite(number) -> JsonNumber.of(number.doubleValue());
            case Instant time -> Json.of(time.toString());
            case Duration duration -> Json.of(duration.toString());
            case NullValue none -> Json.NULL;
            default -> throw new EvaluationException("its result is not a JSON value");
        };
    }

    private static Json text(String text) throws EvaluationException {
        try {
            return Json.of(text);
        } catch (IllegalArgumentException e) {
            throw new EvaluationException("its result is not a well-formed text");
        }
    }

    private Json array(List<?> list, int depth) throws EvaluationException {
        List<Json> elements = new ArrayList<>();
        spend(2);
        for (Object element : list) {
            elements.add(convert(element, depth + 1));
        }
        return JsonArray.copyOf(elements);
    }

    private Json object(Map<?, ?> map, int depth) throws EvaluationException {
        JsonObject.Builder object = JsonObject.builder();
        spend(2);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new EvaluationException("its result has a key that is not a text");
            }
            counted(text(name));
            object.put(name, convert(entry.getValue(), depth + 1));
        }
        return object.build();
    }

    private Json counted(Json json) throws EvaluationException {
        spend(json.canonicalSize());
        return json;
    }

    private void spend(int bytes) throws EvaluationException {
        left -= bytes + 1;
        if (left < 0) {
            throw new EvaluationException("its result is larger than " + MOST_BYTES + " bytes");
        }
    }
}
