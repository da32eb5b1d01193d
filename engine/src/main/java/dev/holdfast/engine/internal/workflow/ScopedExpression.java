package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.spi.rules.Expression;
import java.util.SortedSet;

/**
 * A compiled expression with what it sees.
 *
 * @param member where it stands, for messages
 * @param expression the expression
 * @param references the steps that it refers to
 */
record ScopedExpression(String member, Expression expression, SortedSet<String> references) {}
