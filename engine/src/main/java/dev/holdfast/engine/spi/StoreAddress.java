package dev.holdfast.engine.spi;

/** What may be shown of the address of a store. */
public final class StoreAddress {
    private static final String HIDDEN = "…";

    private StoreAddress() {}

    /**
     * An address without what may be secret in it: a user and password before the host, and all options. Where it
     * cannot be told which is which, nothing is left but the scheme. Paths and addresses without such parts stay as
     * they are.
     */
    public static String shown(String address) {
        int scheme = address.indexOf(':') + 1;
        if (address.startsWith("sqlite:") || address.startsWith("file:") || scheme == 0) {
            return address;
        }
        int at = address.lastIndexOf('@');
        int options = address.indexOf('?');
        if (options >= 0 && at > options) {
            return address.substring(0, scheme) + HIDDEN;
        }
        String shown = options < 0 ? address : address.substring(0, options) + "?" + HIDDEN;
        if (at < 0) {
            return shown;
        }
        int host = address.indexOf("//");
        return address.substring(0, host < 0 || host > at ? scheme : host + 2) + HIDDEN + shown.substring(at);
    }
}
