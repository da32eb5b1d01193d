package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A compiler for the few expressions that these tests need: JSON literals with one kind of quote, paths such as
 * {@code steps.a.output.n}, {@code now} as text, {@code costly}, which takes more steps than there are, and
 * {@code PATH == LITERAL}. Texts are written in single quotes.
 */
final class TinyRules implements RuleCompiler {
    private static final Pattern PATH = Pattern.compile("[a-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");

    @Override
    public SchemaCheck schema(Json schema) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Expression expression(String source, Set<String> variables) throws CompilationException {
        String[] sides = source.split(" == ", 2);
        if (sides.length == 2) {
            Expression left = expression(sides[0], variables);
            Expression right = expression(sides[1], variables);
            return (values, now, steps) ->
                    Json.of(left.evaluate(values, now, steps).equals(right.evaluate(values, now, steps)));
        } else if (source.equals("now")) {
            return (values, now, steps) -> Json.of(now.toString());
        } else if (source.equals("costly")) {
            return (values, now, steps) -> {
                steps.spend(1L << 40);
                return Json.of(true);
            };
        }
        boolean literal = Set.of("true", "false", "null").contains(source)
                || !PATH.matcher(source).matches();
        return literal ? literal(source) : path(source.split("\\.", -1), variables);
    }

    private static Expression literal(String source) throws CompilationException {
        try {
            Json value = Json.parse(source.replace('\'', '"'));
            return (values, now, steps) -> value;
        } catch (JsonParseException e) {
            throw new CompilationException("no expression");
        }
    }

    private static Expression path(String[] path, Set<String> variables) throws CompilationException {
        if (!variables.contains(path[0])) {
            throw new CompilationException("undeclared reference to " + path[0]);
        }
        return (values, now, steps) -> follow(path, values, steps);
    }

    private static Json follow(String[] path, Map<String, Json> values, Steps steps) throws EvaluationException {
        Json at = values.get(path[0]);
        for (int i = 1; i < path.length && at != null; i++) {
            steps.spend(Steps.NODE);
            at = at instanceof JsonObject object ? object.get(path[i]) : null;
        }
        if (at == null) {
            throw new EvaluationException("no such key");
        }
        return at;
    }
}
