package dev.holdfast.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.Expression;
import java.util.List;
import java.util.Set;

/** Compiles CEL: the standard functions and macros, over variables whose types are known only when they have values. */
final class CelCompilation {
    private static final int MOST_CHARACTERS = 4 << 10;
    private static final int MOST_NODES = 1_000;
    private static final int DEEPEST = 32;
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MOST_CHARACTERS)
            .maxParseExpressionNodeCount(MOST_NODES)
            .maxParseRecursionDepth(DEEPEST)
            .maxParseErrorRecoveryLimit(1)
            .comprehensionMaxIterations(10_000)
            .maxRegexProgramSize(1_000)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    /**
     * The runtime that asks a container only for what the expression names. The library's newer runtime walks through
     * all of a container whenever an expression names it, so that a rule about one key would cost time linear in the
     * document's size.
     */
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

    private CelCompilation() {}

    static Expression compile(String source, Set<String> variables) throws CompilationException {
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("now", SimpleType.TIMESTAMP);
        variables.forEach(variable -> compiler.addVar(variable, SimpleType.DYN));
        try {
            CelAbstractSyntaxTree tree = compiler.build().compile(source).getAst();
            List<CelNavigableExpr> nodes =
                    CelNavigableAst.fromAst(tree).getRoot().allNodes().toList();
            if (nodes.size() > MOST_NODES || nodes.stream().anyMatch(node -> node.depth() > DEEPEST)) {
                throw new CompilationException(
                        "an expression has up to " + MOST_NODES + " nodes on up to " + DEEPEST + " levels");
            }
            List<CelExpr> users = nodes.stream().map(CelNavigableExpr::expr).toList();
            return new CelExpression(RUNTIME.createProgram(tree), CelWork.users(users), nodes.size());
        } catch (CelValidationException e) {
            throw new CompilationException(described(e));
        } catch (CelEvaluationException | StackOverflowError e) {
            throw new CompilationException("it cannot be run");
        }
    }

    private static String described(CelValidationException failure) {
        return failure.getErrors().stream()
                .findFirst()
                .map(CelCompilation::described)
                .orElse("it is not CEL");
    }

    private static String described(CelIssue issue) {
        int line = issue.getSourceLocation().getLine();
        int column = issue.getSourceLocation().getColumn();
        String position = line < 1 ? "" : " (line " + line + ", column " + (column + 1) + ")";
        return Texts.shortened(issue.getMessage(), "it is not CEL") + position;
    }
}
