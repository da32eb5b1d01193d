package dev.holdfast.engine;

/** Who may do what. Unknown and foreign are the same answer, so that nobody learns what exists. */
final class Access {
    private Access() {}

    /**
     * Whether a principal may use a state. Among local principals, whoever holds a handle may, for without authentication
     * there is nobody to tell apart; an authenticated subject's state is its own.
     */
    static boolean allows(Image image, Principal principal) {
        String owner = image.settings().owner();
        return owner.equals(principal.id()) || (principal.isLocal() && new Principal(owner).isLocal());
    }
}
