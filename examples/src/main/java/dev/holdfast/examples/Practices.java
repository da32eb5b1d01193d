package dev.holdfast.examples;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.Rule;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Statistics;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.PrintStream;
import java.util.List;

/** Part 3: validation, errors that say what to do, one commit for many changes, and who may do what. */
public final class Practices {
    private static final Json SCHEMA = Json.parse("""
            {"properties":{"total":{"type":"integer","minimum":0},"currency":{"enum":["EUR","USD"]}},\
            "required":["total"]}""");

    private Practices() {}

    static void play(PrintStream out) {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            States ada = holdfast.as(Principal.of("ada"));
            State account = ada.open(StateSpec.named("account")
                            .schema(SCHEMA)
                            .rules(List.of(new Rule("self.total <= 100", "not above the limit")))
                            .data(JsonObject.of("total", Json.of(10))))
                    .state();
            validation(account, out);
            errors(account, out);
            batch(account, holdfast, out);
            access(account, holdfast.as(Principal.of("bob")), out);
        }
    }

    private static void validation(State account, PrintStream out) {
        refused(out, () -> account.write(w -> w.increment("total", 200)));
        refused(out, () -> account.write(w -> w.set("currency", "GBP")));
        out.println("unharmed: " + account.read().document());
    }

    private static void errors(State account, PrintStream out) {
        long seen = account.read().revision();
        account.write(w -> w.increment("total", 5));
        refused(out, () -> account.write(w -> w.set("total", 0).ifRevision(seen)));
        account.update("total", total -> Json.of(20));
        out.println("after reading again: " + account.read().document());
    }

    private static void batch(State account, Holdfast holdfast, PrintStream out) {
        account.write(w -> w.set("currency", "EUR").increment("total", 1).append("log", Json.of("opened")));
        out.println("three changes, one commit: " + account.read().document());
        Statistics all = holdfast.count(Progress.NONE);
        out.println("states: " + all.states());
    }

    private static void access(State account, States bob, PrintStream out) {
        String handle = account.handle().value();
        State theirs = bob.state(handle);
        refused(out, theirs::read);
        account.share("bob", Access.READ);
        out.println("bob reads: " + theirs.read().document());
        refused(out, () -> theirs.write(w -> w.increment("total", 1)));
    }

    /** A refusal changes nothing, and says what the state is and what to do. */
    private static void refused(PrintStream out, Runnable command) {
        try {
            command.run();
            throw new AssertionError("It was not refused");
        } catch (HoldfastException e) {
            out.println(e.failure().code().wire() + ": " + e.failure().hint());
        }
    }

    public static void main(String[] arguments) {
        play(System.out);
    }
}
