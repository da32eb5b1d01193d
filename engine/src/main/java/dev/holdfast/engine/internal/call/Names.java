package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Claims;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names are claims: a claim is an internal state, found by a digest of owner and name, whose document holds the handle
 * that the name stands for. Taking a name is an ordinary compare-and-append on its claim, so of any number of openers
 * in any number of processes one wins and the others find its handle. Claims are re-pointed, never erased.
 */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-][A-Za-z0-9._/-]{0,199}");
    private static final String HANDLE = "handle";

    /** Where a search looked is of use to its retry, and then to no caller: it goes after an hour. */
    private static final Settings SEARCH = Settings.internal(
            StateHeader.INTERNAL, Lifetime.SESSION, Duration.ofHours(1), Settings.DEFAULT_MAX_TTL, Keep.revisions(1));

    private final Engine engine;
    private final Claims claims;

    public Names(Engine engine) {
        this.engine = engine;
        this.claims = new Claims(engine.history().stored().sealing().names());
    }

    /**
     * The handle that a target stands for, which is a handle itself or {@code @} and a name. A handle is not looked up;
     * a name is.
     *
     * @throws HoldfastException {@code not_found} if there is no such name, {@code invalid} if it is neither
     */
    public StateId handle(Principal principal, String target) {
        try {
            return found(principal, target);
        } catch (HoldfastException e) {
            engine.recorder()
                    .refused(principal, AuditKind.FIND, null, e.failure().code());
            throw e;
        }
    }

    private StateId found(Principal principal, String target) {
        if (!target.startsWith("@")) {
            return handle(target);
        }
        String name = checked(target.substring(1));
        StateId handle = claim(principal, name).handle();
        if (handle == null || !stillNames(principal, name, handle)) {
            throw Failure.notFound(target).toException();
        }
        return handle;
    }

    private static StateId handle(String text) {
        if (StateId.isHandle(text)) {
            return new StateId(text);
        }
        throw (text.length() <= 64 && text.startsWith("st_")
                        ? Failure.notFound(text)
                        : Failure.invalid("handle", "A handle is what state_open answered (st_...), or @ and a name."))
                .toException();
    }

    /** What a claim says. */
    public record Claim(StateId id, long revision, @Nullable StateId handle) {}

    /** Whether what a name points at still has it: a state handed over or brought back without it has not. */
    public boolean stillNames(Principal owner, String name, StateId handle) {
        Image image = engine.images().current(handle);
        Settings settings = image.settings();
        return !image.exists() || (settings.owner().equals(owner.id()) && name.equals(settings.name()));
    }

    static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.invalid("name", "A name has 1 to 200 of A-Z a-z 0-9 . _ / - and does not begin with a slash.")
                    .toException();
        }
        return name;
    }

    /** The claim of a name among an owner's names. */
    public Claim claim(Principal owner, String name) {
        return read(claims.ofName(owner, name));
    }

    /** The claim of a command that opens a state without a name: what lets its retry find the state. */
    Claim claimOfCommand(Principal owner, String commandId) {
        return read(claims.ofCommand(owner, commandId));
    }

    /** The claim of a command that looks for work: what lets its retry find the run that it claimed a step of. */
    Claim claimOfSearch(Principal owner, String commandId) {
        return read(claims.ofSearch(owner, commandId));
    }

    /** Lets a name of an owner stand for a state that has it, unless it stands for another one that has it. */
    public void claimFor(Principal owner, String name, StateId handle) {
        Claim claim = claim(owner, name);
        StateId there = claim.handle();
        if (there == null || (!there.equals(handle) && !isOpenUnder(owner, name, there))) {
            point(claim, owner, handle);
        }
    }

    private boolean isOpenUnder(Principal owner, String name, StateId handle) {
        Image image = engine.images().current(handle);
        return image.exists() && image.header().phase() == Phase.OPEN && stillNames(owner, name, handle);
    }

    /** Points a claim at a handle, unless another caller has moved it; returns whether it did. */
    boolean point(Claim claim, Principal actor, StateId handle) {
        return point(claim, actor, handle, Settings.LASTING_INTERNAL);
    }

    /** The same for the claim of a search. */
    boolean pointSearch(Claim claim, Principal actor, StateId handle) {
        return point(claim, actor, handle, SEARCH);
    }

    private boolean point(Claim claim, Principal actor, StateId handle, Settings settings) {
        JsonObject data = JsonObject.of(HANDLE, Json.of(handle.value()));
        Change change = claim.revision() == 0
                ? Change.Create.of(settings, data)
                : new Change.Operate(Write.builder()
                        .set(HANDLE, handle.value())
                        .ifRevision(claim.revision())
                        .build());
        return switch (engine.execute(new Command(claim.id(), actor, null, change))) {
            case CommandOutcome.Done done -> true;
            case CommandOutcome.Refused(Failure failure) when failure.code() == Failure.Code.CONFLICT -> false;
            case CommandOutcome.Refused(Failure failure) -> throw failure.toException();
        };
    }

    private Claim read(StateId id) {
        Image image = engine.images().current(id);
        String handle = image.document().string(HANDLE);
        return new Claim(id, image.revision(), handle == null ? null : new StateId(handle));
    }
}
