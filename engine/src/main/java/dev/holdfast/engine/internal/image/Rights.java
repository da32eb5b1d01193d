package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Principal;

/** What principals may do with a state, according to its image. */
public final class Rights {
    private Rights() {}

    /**
     * What a principal may do with a state that exists. Without authentication callers cannot be distinguished, so for
     * local principals a handle is a bearer capability: it allows everything except what takes the state away from its
     * owner permanently.
     */
    public static Access of(Image image, Principal principal) {
        String owner = image.settings().owner();
        if (!image.id().isHandle() || owner.equals(principal.id()) || principal.equals(Actors.ENGINE)) {
            return Access.OWNER;
        }
        Handover handover = image.facts().handover();
        if (handover != null && handover.by().equals(principal.id())) {
            return Access.ADMIN; // it counts for the giver until it is taken, who may close it until then
        }
        boolean bearer = principal.isLocal() && new Principal(owner).isLocal();
        return bearer ? Access.ADMIN : image.facts().grants().getOrDefault(principal.id(), Access.NONE);
    }

    /** Whether a state exists and the principal may see it. */
    public static boolean sees(Image image, Principal principal) {
        return image.exists() && of(image, principal) != Access.NONE;
    }
}
