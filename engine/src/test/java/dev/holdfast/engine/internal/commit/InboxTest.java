package dev.holdfast.engine.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Turns;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.spi.StateId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class InboxTest {
    private static final StateId ID = new StateId("st_0123456789abcdefghjkmnpqrs");

    private final Inbox inbox = new Inbox();

    @Test
    void commands_areTakenInTurnsByPrincipal() {
        List<Pending> many = sent("many", 600);
        List<Pending> few = sent("few", 2);

        List<Pending> taken = inbox.drain(512);

        assertThat(taken).hasSize(512).startsWith(many.get(0), few.get(0), many.get(1), few.get(1), many.get(2));
        assertThat(inbox.size()).isEqualTo(90);
        assertThat(inbox.drain(512)).isEqualTo(many.subList(510, 600));
    }

    @Test
    void commandsThatArePutBack_comeFirstOfTheirPrincipalsAndAfterOthersTurns() throws InterruptedException {
        List<Pending> one = sent("one", 4);
        List<Pending> taken = inbox.drain(3);
        List<Pending> other = sent("other", 1);

        inbox.putBack(taken.subList(1, 3));

        assertThat(inbox.drain(9)).containsExactly(one.get(1), other.get(0), one.get(2), one.get(3));
        assertThat(inbox.size()).isZero();
        assertThat(inbox.poll(0)).isNull();
    }

    @Test
    void commandsOfOnePrincipal_areTakenInTurnsByTheNamesTheyWereGiven() {
        List<Pending> many = Turns.under("connection 1", () -> sent("all", 3));
        List<Pending> few = Turns.under("connection 2", () -> sent("all", 1));

        assertThat(inbox.drain(9)).containsExactly(many.get(0), few.get(0), many.get(1), many.get(2));
    }

    @Test
    void lead_isTakenOnlyWhileNothingWaitsAndNoOtherHasIt() throws InterruptedException {
        assertThat(inbox.leadIfIdle()).isTrue();
        assertThat(inbox.leadIfIdle()).isFalse();
        List<Pending> one = sent("one", 1);
        inbox.giveUpLead();

        assertThat(inbox.leadIfIdle()).as("before those that wait").isFalse();
        assertThat(inbox.take()).isSameAs(one.getFirst());
        assertThat(inbox.leadIfIdle()).as("while what was taken is committed").isFalse();
        inbox.giveUpLead();
        assertThat(inbox.leadIfIdle()).isTrue();
    }

    @Test
    void take_waitsForTheLead() throws Exception {
        inbox.leadIfIdle();
        List<Pending> one = sent("one", 1);
        FutureTask<@Nullable Pending> taking = new FutureTask<>(inbox::take);
        Thread thread = Thread.ofPlatform().start(taking);
        awaitWaiting(thread);

        inbox.giveUpLead();

        assertThat(taking.get(20, TimeUnit.SECONDS)).isSameAs(one.getFirst());
    }

    @Test
    void close_endsTheWaitForACommandOnceNoOtherLeads() throws Exception {
        inbox.leadIfIdle();
        FutureTask<@Nullable Pending> taking = new FutureTask<>(inbox::take);
        Thread thread = Thread.ofPlatform().start(taking);
        inbox.close();
        awaitWaiting(thread);

        inbox.giveUpLead();

        assertThat(taking.get(20, TimeUnit.SECONDS)).isNull();
        assertThat(inbox.leadIfIdle()).isFalse();
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private List<Pending> sent(String principal, int count) {
        List<Pending> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Command command = Command.of(ID, Principal.local(principal), null, new Change.Renew());
            sent.add(new Pending(command, new Entry(ID), null, new AppendAttempts()));
        }
        sent.forEach(inbox::add);
        return sent;
    }
}
