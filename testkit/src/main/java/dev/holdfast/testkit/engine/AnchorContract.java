package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.custody.AnchorCheck;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.StoreFixture;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Anchors: what was cut off, replaced or put back shows, and an anchor that was altered is refused. */
public interface AnchorContract extends StoreFixture {
    @Test
    default void anchor_isMetByAStoreThatWentOn() throws IOException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State still = worked(engine, Keep.EVERYTHING);
            State further = worked(engine, Keep.EVERYTHING);
            State compacted = worked(engine, Keep.revisions(1));
            State erased = worked(engine, Keep.EVERYTHING);
            String anchor = anchor(engine.holdfast(), null);
            further.write(w -> w.set("later", 1));
            compacted.write(w -> w.set("later", 1).commandId("op-1"));
            compacted.write(w -> w.set("later", 2));
            assertThat(compacted.compact()).isPositive();
            erased.erase("op-erase");
            worked(engine, Keep.EVERYTHING);

            AnchorCheck check = check(engine.holdfast(), anchor, null);

            assertThat(check.damages()).isEmpty();
            assertThat(check.states()).isGreaterThanOrEqualTo(4);
            assertThat(check.compacted()).isPositive();
            assertThat(check.erased()).isPositive();
            assertThat(check.signed()).isFalse();
            assertThat(anchor).contains(still.handle().value()).doesNotContain("secret");
        }
    }

    @Test
    default void tailThatWasCutOff_shows_whateverTheChainSays() throws IOException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = worked(engine, Keep.EVERYTHING);
            State other = worked(engine, Keep.EVERYTHING);
            String anchor = anchor(engine.holdfast(), null);
            try (Holdfast cut = engine.observing(cut(state.handle(), 2))) {
                assertThat(damages(cut, anchor, state, other))
                        .extracting(Damage::state)
                        .containsExactly(state.handle());
            }
            try (Holdfast gone = engine.observing(cut(state.handle(), 0))) {
                assertThat(damages(gone, anchor, state, other))
                        .extracting(Damage::state)
                        .containsExactly(state.handle());
            }
        }
    }

    @Test
    default void historyThatWasWrittenAnew_shows_beforeAndAtTheEnd() throws IOException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = worked(engine, Keep.EVERYTHING);
            State twin = worked(engine, Keep.EVERYTHING);
            String anchor = anchor(engine.holdfast(), null);
            try (Holdfast replaced = engine.observing(replaced(state.handle(), twin.handle()))) {
                assertThat(damages(replaced, anchor, state, twin))
                        .extracting(Damage::state)
                        .containsExactly(state.handle());
            }
            twin.write(w -> w.set("later", 1));
            try (Holdfast replaced = engine.observing(replaced(state.handle(), twin.handle()))) {
                assertThat(damages(replaced, anchor, state, twin))
                        .extracting(Damage::state)
                        .containsExactly(state.handle());
            }
        }
    }

    @Test
    default void anotherStore_isNamed() throws IOException {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                Holdfast other = Holdfast.on("memory:").open()) {
            String anchor = anchor(other, null);

            assertThat(check(engine.holdfast(), anchor, null).damages())
                    .singleElement()
                    .satisfies(damage -> assertThat(damage.what()).contains("not the store of the anchor"));
        }
    }

    @Test
    default void anchorThatWasAltered_isRefused_wherever() throws IOException {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                Holdfast small = Holdfast.on("memory:").open()) {
            small.open(StateSpec.named("a"));
            KeyPair pair = pair();
            String anchor = anchor(small, pair.getPrivate());
            assertThat(check(small, anchor, pair.getPublic()).damages()).isEmpty();
            for (int at = 0; at < anchor.length(); at++) {
                String altered = anchor.substring(0, at) + (char) (anchor.charAt(at) ^ 1) + anchor.substring(at + 1);
                assertThatThrownBy(() -> check(small, altered, pair.getPublic()))
                        .as(altered)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("of the anchor");
                String cut = anchor.substring(0, at);
                assertThatThrownBy(() -> check(engine.holdfast(), cut, null))
                        .as(cut)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    default void signature_isAskedForAndChecked() throws IOException {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            KeyPair pair = pair();
            String signed = anchor(engine.holdfast(), pair.getPrivate());
            String unsigned = anchor(engine.holdfast(), null);

            assertThat(check(engine.holdfast(), signed, pair.getPublic()).signed())
                    .isTrue();
            assertThat(check(engine.holdfast(), signed, null).signed()).isFalse();
            assertThatThrownBy(() -> check(engine.holdfast(), unsigned, pair.getPublic()))
                    .hasMessageContaining("it is not signed");
            assertThatThrownBy(() -> check(engine.holdfast(), signed, pair().getPublic()))
                    .hasMessageContaining("the signature is not one of this key");
        }
    }

    /** A store from which the end of one state is gone, or all of it. */
    private ForwardingLog cut(StateId state, long last) {
        return new ForwardingLog(open()) {
            @Override
            public Head head(StateId id, Consistency consistency) {
                if (!id.equals(state)) {
                    return super.head(id, consistency);
                }
                return last == 0
                        ? Head.ABSENT
                        : new Head.Live(
                                last,
                                read(id, last, 1, 1, consistency)
                                        .commits()
                                        .getFirst()
                                        .hash());
            }
        };
    }

    /** A store in which another state's history stands in the place of one's. */
    private ForwardingLog replaced(StateId state, StateId twin) {
        return new ForwardingLog(open()) {
            @Override
            public Head head(StateId id, Consistency consistency) {
                return super.head(id.equals(state) ? twin : id, consistency);
            }

            @Override
            public CommitPage read(StateId id, long from, int commits, int bytes, Consistency consistency) {
                return super.read(id.equals(state) ? twin : id, from, commits, bytes, consistency);
            }
        };
    }

    private static List<Damage> damages(Holdfast holdfast, String anchor, State... states) throws IOException {
        List<StateId> ids = List.of(states).stream().map(State::handle).toList();
        return check(holdfast, anchor, null).damages().stream()
                .filter(damage -> ids.contains(damage.state()))
                .toList();
    }

    private static String anchor(Holdfast holdfast, @Nullable PrivateKey key) throws IOException {
        StringBuilder text = new StringBuilder();
        holdfast.anchor(text, key, Progress.NONE);
        return text.toString();
    }

    private static AnchorCheck check(Holdfast holdfast, String anchor, @Nullable PublicKey key) throws IOException {
        return holdfast.checkAnchor(new StringReader(anchor), key, Progress.NONE);
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static State worked(EngineUnderTest engine, Keep keep) {
        State state = engine.open(StateSpec.unnamed().keep(keep));
        state.write(w -> w.set("secret", "secret"));
        state.write(w -> w.set("more", 1));
        return state;
    }
}
