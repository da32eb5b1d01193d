package dev.holdfast.server.webhook;

import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.mcp.EventBatch;
import dev.holdfast.mcp.EventReader;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.webhook.WebhookSecret;
import dev.holdfast.server.shared.Callers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Delivers one subscription, on a thread of its own, until it ends or the thread is stopped. Whatever has to be sent
 * again is read again first, from the last place at or before which everything was taken: so rights are as they are
 * then, and nothing is kept that was to be sent. A receiver that fails costs a request now and then, and one that hangs
 * costs its time-out.
 */
final class Courier implements Runnable {
    private static final Logger LOGGER = System.getLogger(Courier.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Workplace workplace;
    private final String id;
    private final String key;
    private final BooleanSupplier mayDeliver;
    private final Delivery delivery;
    private final Retries retries;
    private final Semaphore news = new Semaphore(0);
    private volatile boolean stopped;
    private volatile boolean suspended;
    private volatile @Nullable EventReader reading;
    private volatile boolean stale;
    private boolean troubled;
    private @Nullable Watermark watermark;
    private @Nullable String gap;
    private @Nullable String gapId;

    Courier(Workplace workplace, String id, String key, BooleanSupplier mayDeliver) {
        this.workplace = workplace;
        this.id = id;
        this.key = key;
        this.mayDeliver = mayDeliver;
        this.delivery = new Delivery(
                workplace.sender(), workplace.counts(), workplace.options().ownIds());
        this.retries = new Retries(workplace.options().pace());
    }

    String key() {
        return key;
    }

    boolean isSuspended() {
        return suspended;
    }

    /** Looks at the subscription again: it was refreshed, paused or ended. */
    void wake() {
        stale = true;
        news.release();
        EventReader reader = reading;
        if (reader != null) {
            reader.wake();
        }
    }

    /** Ends the thread soon; it notes how far it came. */
    void stop() {
        stopped = true;
        wake();
    }

    private boolean goesOn() {
        return !stopped && !stale && mayDeliver.getAsBoolean();
    }

    @Override
    public void run() {
        try {
            boolean there = true;
            while (there && !stopped && mayDeliver.getAsBoolean()) {
                there = isThereAfterWork();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isThereAfterWork() throws InterruptedException {
        try {
            news.drainPermits();
            stale = stopped;
            Optional<KeptSubscription> found = workplace.store().find(key);
            if (found.isEmpty() || found.get().isOver(workplace.now())) {
                workplace.store().remove(id, key);
                return false;
            }
            return isThereAfter(found.get());
        } catch (EventRefusal e) {
            return isThereAfter(e);
        } catch (StoreUnavailableException e) {
            pause(PAUSE);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "delivering " + id + " failed and goes on", e);
            pause(PAUSE);
        }
        return true;
    }

    private boolean isThereAfter(KeptSubscription kept) throws InterruptedException {
        Watermark mark = watermark == null ? new Watermark(workplace, key, kept) : watermark;
        watermark = mark;
        if (mark.found(kept)) {
            retries.reset();
            delivery.forget();
            gap = null;
        }
        if (suspended && !kept.isSuspended()) {
            retries.reset();
        }
        suspended = kept.isSuspended();
        troubled = kept.document().has(KeptSubscription.TROUBLE);
        if (kept.isPaused()) {
            pause(kept);
            return true;
        }
        if (suspended && !retries.isDue()) {
            pause(Duration.ofMillis(
                    Math.min(retries.delay().toMillis(), untilEnd(kept).toMillis())));
            return true;
        }
        try (EventReader reader = workplace.events().openToSend(kept.events(mark.place()))) {
            reading = reader;
            while (goesOn() && deliver(kept, mark, reader)) {
                mark.noteIfDue();
                reader.await(mark.isNoted() ? shorter(untilEnd(kept), PAUSE.multipliedBy(60)) : mark.untilDue());
                stale = stale || kept.isOver(workplace.now());
            }
        } finally {
            reading = null;
            mark.note();
        }
        return true;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Duration untilEnd(KeptSubscription kept) {
        Duration left = Duration.between(workplace.now(), kept.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Delivers all that there is; false if it has to be read again. */
    private boolean deliver(KeptSubscription kept, Watermark mark, EventReader reader) throws InterruptedException {
        boolean more = true;
        while (more && goesOn()) {
            EventBatch batch = reader.read(workplace.options().bounds().window());
            String end = batch.cursor() == null ? mark.place() : batch.cursor();
            if (batch.truncated()) {
                gap = end;
                gapId = gapId == null ? workplace.consent().nonce() : gapId;
            }
            if (!isDelivered(kept, mark, batch, end)) {
                return false;
            }
            more = batch.more();
        }
        return true;
    }

    private boolean isDelivered(KeptSubscription kept, Watermark mark, EventBatch batch, String end)
            throws InterruptedException {
        WebhookSender.Target target = target(kept);
        List<WebhookSecret> secrets = kept.secrets(workplace.now());
        if (gap != null && !isGapTold(mark, gap, target, secrets)) {
            return false;
        }
        if (batch.events().isEmpty()) {
            mark.moved(end);
            return true;
        }
        Delivery.Outcome outcome = delivery.send(new Delivery.Round(
                target,
                kept.name(),
                secrets,
                batch.events(),
                mark.place(),
                end,
                this::goesOn,
                handle -> workplace.events().sees(kept.caller(), new StateId(handle))));
        return isSettled(mark, outcome);
    }

    private boolean isGapTold(Watermark mark, String cursor, WebhookSender.Target target, List<WebhookSecret> secrets)
            throws InterruptedException {
        WebhookMessage message = WebhookMessage.gap(String.valueOf(gapId), cursor);
        HttpAnswer answer = workplace.sender().send(target, secrets, message, 0);
        if (!isSettled(answer)) {
            workplace.counts().failed.increment();
            failed(mark, Delivery.trouble(answer), "gap", Delivery.retryAfter(answer));
            return false;
        }
        workplace.counts().gaps.increment();
        mark.delivered(cursor, workplace.now());
        gap = null;
        gapId = null;
        succeeded(mark);
        return true;
    }

    private static boolean isSettled(HttpAnswer answer) {
        return answer instanceof HttpAnswer.Status status && (status.isSuccess() || status.isDeclined());
    }

    private boolean isSettled(Watermark mark, Delivery.Outcome outcome) throws InterruptedException {
        if (outcome.any()) {
            mark.delivered(outcome.place(), workplace.now());
        } else {
            mark.moved(outcome.place());
        }
        if (outcome.done()) {
            delivery.forget();
            succeeded(mark);
            return true;
        }
        Trouble trouble = outcome.trouble();
        if (trouble != null) {
            failed(mark, trouble, String.valueOf(outcome.blocking()), outcome.retryAfter());
        }
        return false;
    }

    private WebhookSender.Target target(KeptSubscription kept) {
        return new WebhookSender.Target(id, Callers.principal(kept.caller()).id(), kept.url());
    }

    private void succeeded(Watermark mark) {
        retries.reset();
        if (troubled) {
            troubled = false;
            suspended = false;
            mark.resumed();
        }
    }

    private void failed(Watermark mark, Trouble trouble, String what, @Nullable Duration retryAfter)
            throws InterruptedException {
        if (stopped || !mayDeliver.getAsBoolean()) {
            return; // cut by this side
        }
        boolean last = retries.failed(what, retryAfter);
        if (last && !suspended) {
            suspended = true;
            troubled = true;
            mark.suspended(trouble, workplace.now());
        } else if (!suspended) {
            mark.note();
            pause(retries.delay());
        }
    }

    /** The subscription ends: its receiver is told, and it is removed, told or not. */
    private boolean isThereAfter(EventRefusal refusal) throws InterruptedException {
        if (refusal.kind() == EventRefusal.Kind.EXHAUSTED) {
            pause(PAUSE);
            return true;
        }
        Optional<KeptSubscription> kept = workplace.store().find(key);
        if (kept.isPresent()) {
            WebhookMessage message =
                    WebhookMessage.terminated(workplace.consent().nonce(), refusal);
            retries.reset();
            for (int i = 0; i < 3 && !stopped; i++) {
                HttpAnswer answer =
                        workplace.sender().send(target(kept.get()), kept.get().secrets(workplace.now()), message, 0);
                if (isSettled(answer)) {
                    break;
                }
                retries.failed("end", null);
                pause(retries.delay());
            }
            if (stopped) {
                return false;
            }
            workplace.counts().ended.increment();
        }
        workplace.store().remove(id, key);
        return false;
    }

    private void pause(KeptSubscription kept) throws InterruptedException {
        pause(shorter(untilEnd(kept), Duration.ofMinutes(1)));
    }

    /** Waits, unless there is news. */
    private void pause(Duration longest) throws InterruptedException {
        if (!stopped && news.tryAcquire(longest.toMillis() + 1, TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }
}
