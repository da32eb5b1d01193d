package dev.holdfast.junit;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests what {@link HoldfastTest} tells of. For a store that an annotation cannot name, it is registered by hand:
 *
 * <pre>{@code
 * @RegisterExtension
 * final HoldfastExtension holdfast = HoldfastExtension.on("file:{folder}/store");
 * }</pre>
 */
public final class HoldfastExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(HoldfastExtension.class);
    private static final Set<Class<?>> TYPES =
            Set.of(Holdfast.class, States.class, State.class, TestClock.class, TestStore.class);

    /** The principal of whom no parameter says otherwise: that of {@link Holdfast#open(StateSpec)}. */
    private static final Principal DEFAULT = Principal.local("default");

    private final Optional<String> address;

    /** For {@link HoldfastTest}, which names the address. */
    public HoldfastExtension() {
        this.address = Optional.empty();
    }

    private HoldfastExtension(String address) {
        this.address = Optional.of(address);
    }

    /** With a store at an address, in which {@link HoldfastTest#FOLDER} stands for a new folder. */
    public static HoldfastExtension on(String address) {
        return new HoldfastExtension(address);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("A store lives as long as one test. Take "
                    + parameter.getParameter().getType().getSimpleName()
                    + " in the test method, or in one that runs before or after each test.");
        }
        TestStore store = store(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == TestStore.class) {
            return store;
        }
        if (type == TestClock.class) {
            return store.clock();
        }
        if (type == Holdfast.class) {
            return store.engine();
        }
        Principal principal = parameter
                .findAnnotation(As.class)
                .map(as -> new Principal(as.value()))
                .orElse(DEFAULT);
        States states = store.engine().as(principal);
        return type == States.class ? states : states.open(StateSpec.unnamed()).state();
    }

    private TestStore store(ExtensionContext context) {
        TestStore present = context.getStore(NAMESPACE).get(context.getUniqueId(), TestStore.class);
        if (present != null) {
            return present;
        }
        TestStore made = new TestStore(address.orElseGet(() -> annotated(context)));
        context.getStore(NAMESPACE).put(context.getUniqueId(), made);
        return made;
    }

    /** That of the test, or else of the class it is in, or of one around that. */
    private static String annotated(ExtensionContext context) {
        return Stream.iterate(Optional.of(context), Optional::isPresent, at -> at.flatMap(ExtensionContext::getParent))
                .flatMap(at -> at.flatMap(ExtensionContext::getElement).stream())
                .flatMap(element -> Stream.ofNullable(element.getAnnotation(HoldfastTest.class)))
                .map(HoldfastTest::value)
                .findFirst()
                .orElse("memory:");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        TestStore store = context.getStore(NAMESPACE).remove(context.getUniqueId(), TestStore.class);
        if (store != null) {
            store.end();
        }
    }

    @Override
    public String toString() {
        return "HoldfastExtension[" + address.orElse("as marked") + "]";
    }
}
