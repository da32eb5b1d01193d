package dev.holdfast.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example prints what {@code docs/library.md} says it prints. */
final class ExamplesTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void readme_runs() {
        FirstLook.main(new String[0]);
    }

    @Test
    void statefulTool_printsWhatIsDocumented() throws Exception {
        StatefulTool.play(out);
        assertDocumented("StatefulTool");
    }

    @Test
    void typedCart_printsWhatIsDocumentedWhenRunTwice(@TempDir Path folder) throws Exception {
        TypedCart.play("sqlite:" + folder.resolve("cart.db"), out);
        TypedCart.play("sqlite:" + folder.resolve("cart.db"), out);
        assertDocumented("TypedCart");
    }

    @Test
    void typedKeys_printWhatIsDocumented() throws Exception {
        TypedKeys.play(out);
        assertDocumented("TypedKeys");
    }

    @Test
    void cartTool_printsWhatIsDocumented() throws Exception {
        CartTool.play(out);
        assertDocumented("CartTool", "../docs/mcp.md");
    }

    @Test
    void cartMethods_printWhatIsDocumented() throws Exception {
        CartMethods.play(out);
        assertDocumented("CartMethods", "../docs/mcp.md");
    }

    @Test
    void patterns_printWhatIsDocumented() throws Exception {
        Patterns.play(out);
        assertDocumented("Patterns");
    }

    @Test
    void practices_printWhatIsDocumented() throws Exception {
        Practices.play(out);
        assertDocumented("Practices");
    }

    @Test
    void kindsOfState_printWhatIsDocumented(@TempDir Path folder) throws Exception {
        KindsOfState.play(out, folder);
        assertDocumented("KindsOfState");
    }

    @Test
    void orderWorkflow_printsWhatIsDocumented() throws Exception {
        OrderWorkflow.play(out);
        assertDocumented("OrderWorkflow");
    }

    @Test
    void wholeTool_printsWhatIsDocumented() throws Exception {
        WholeTool.play(out);
        assertDocumented("WholeTool");
    }

    private void assertDocumented(String example) throws Exception {
        assertDocumented(example, "../docs/library.md");
    }

    private void assertDocumented(String example, String file) throws Exception {
        String page = Files.readString(Path.of(file));
        String block = " prints:\n\n```\n";
        int at = page.indexOf("`" + example + "`");
        assertThat(at).isNotNegative();
        int begin = page.indexOf(block, at) + block.length();
        assertThat(page.substring(begin, page.indexOf("```\n", begin)))
                .isEqualTo(printed.toString(StandardCharsets.UTF_8));
    }
}
