package dev.holdfast.spring;

import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.config.DependencyDescriptor;

/** The state that a place is given: its name and type are those that the place says. */
final class InjectedState {
    private InjectedState() {}

    static CallerState<?> of(CallerStates states, InjectionPoint place) {
        if (!(place instanceof DependencyDescriptor wanted)) {
            throw new IllegalStateException("A CallerState is injected into a parameter or field, not looked up.");
        }
        Class<?> of =
                wanted.getResolvableType().as(CallerState.class).getGeneric(0).resolve();
        if (of == null) {
            throw new IllegalStateException("The CallerState of " + place + " says no type: CallerState<Cart>.");
        }
        return new CallerState<>(states, name(wanted), of, null);
    }

    private static String name(DependencyDescriptor wanted) {
        StateName said = wanted.getAnnotation(StateName.class);
        String name = said == null ? wanted.getDependencyName() : said.value();
        if (name == null) {
            throw new IllegalStateException("The name of the parameter " + wanted
                    + " is not known: compile with -parameters, or use StateName.");
        }
        return name;
    }
}
