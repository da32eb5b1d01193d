package dev.holdfast.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.checks.JsonText;
import dev.holdfast.cli.keys.KeyFile;
import dev.holdfast.engine.Access;
import dev.holdfast.engine.Asked;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.OpenQuestions;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.Resolution;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.LocalTools;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/approvals.md} shows is so. */
final class ApprovalsPageTest {
    private static final String LATER = "(an hour later) ";

    private final Page page = Page.of("approvals.md");
    private final Path home;
    private final Shell shell;
    private final ToolClient model;

    ApprovalsPageTest(@TempDir Path home) throws IOException {
        this.home = home;
        this.shell = new Shell(home);
        this.model = new ToolClient(shell, "approval");
    }

    @AfterEach
    void close() throws IOException {
        model.close();
    }

    /** The state of the page, on which so much has happened that its first question is a8. */
    private void release() {
        model.call("state_open", object("{'name':'release'}"));
        for (int i = 2; i <= 7; i++) {
            model.call("state_write", object("{'handle':'@release','set':{'step':" + i + "}}"));
        }
    }

    private static JsonObject object(String text) {
        return (JsonObject) Json.parse(JsonText.json(text));
    }

    private ShownCall shown(String part) {
        List<ShownCall> calls = ShownCall.in(page.blockWith(part));
        assertThat(calls).hasSize(1);
        return calls.getFirst();
    }

    @Test
    void form_isAnsweredAsShown() {
        release();
        ShownCall ask = shown("Deploy 2.1 to production?\"}");
        Page.requireShown(ask.answer(), model.call(ask.tool(), ask.arguments(), object("{'choice':'yes'}")));
    }

    @Test
    void terminal_showsAndAnswersAsShown() {
        release();
        shell.run("ask", "@release", "Deploy 2.1 to production?");
        String session = page.blockWith("$ holdfast questions");
        for (String part : session.substring(2).split("\n\\$ ", -1)) {
            String command = part.lines().findFirst().orElseThrow();
            Shell.Result result = shell.atTerminal().run(Page.words(command.replace("holdfast ", "")));
            assertThat(result.code()).as(result.err()).isZero();
            String output = part.substring(command.length() + 1).replaceAll("st_\\w+", "st_…");
            Page.requireShown(output.strip(), result.out().strip());
        }
        ShownCall wait = shown("state_wait {\"handle\"");
        Page.requireShown(wait.answer(), model.call(wait.tool(), wait.arguments()));
    }

    @Test
    void silence_isTheDefaultAsShown() throws InterruptedException {
        ManualTime time = new ManualTime();
        try (Holdfast holdfast = Holdfast.on("memory:").clock(time).open()) {
            LocalTools tools = LocalTools.of(holdfast, Principal.local("default"));
            tools.call("state_open", object("{'name':'release'}"));
            ShownCall ask = shown("\"ttl\":3600");
            String question =
                    requireNonNull(tools.call(ask.tool(), ask.arguments()).string("question"));
            time.pass(Duration.ofHours(1));
            assertThat(ask.answer()).startsWith(LATER);
            Page.requireShown(
                    "{…" + ask.answer().substring(LATER.length()) + "…}",
                    tools.call("state_wait", object("{'handle':'@release','question':'" + question + "'}"))
                            .toString());
        }
    }

    @Test
    void keys_areReadAsShown() throws IOException {
        String block = page.blockWith("state:approve  <hash>");
        String keys = block.replaceFirst("<hash>", "ab".repeat(32)).replaceFirst("<hash>", "cd".repeat(32));
        Path file = Files.writeString(home.resolve("keys"), keys);
        assertThat(new KeyFile(file).authenticate("no key")).isEmpty();
    }

    @Test
    void java_isThatOfThisTest() {
        page.requireJavaIn(ApprovalsPageTest.class);
    }

    @Test
    void questions_areAskedAndAnsweredInJava() {
        Principal dana = Principal.local("dana");
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            State release = holdfast.open(StateSpec.named("release"));
            release.share(dana.id(), Access.READ);
            holdfast.as(dana).state(release.handle().value()).read();
            Future<Optional<Resolution>> answered = Crowd.start(() -> ask(release));
            while (release.read().questions().isEmpty()) {
                Thread.onSpinWait();
            }
            answer(holdfast, dana);
            assertThat(Crowd.join(answered).map(Resolution::choice)).contains("yes");
        }
    }

    private static Optional<Resolution> ask(State release) throws InterruptedException {
        Asked asked = release.ask(QuestionSpec.of("Deploy tonight?").byDefault("no", Duration.ofHours(1)));
        Optional<Resolution> answer = release.awaitAnswer(asked.id(), Duration.ofMinutes(5));
        return answer;
    }

    private static void answer(Holdfast holdfast, Principal dana) {
        for (OpenQuestions.Entry open : holdfast.as(dana).questions(null).questions()) {
            holdfast.as(dana)
                    .state(open.handle().value())
                    .answer(open.question().id(), "yes");
        }
    }
}
