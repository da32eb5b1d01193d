package dev.holdfast.engine.spi;

import java.util.regex.Pattern;

/** How addresses of stores are shown to people, who need not know what a server asks for. */
public final class StoreAddress {
    private static final Pattern SECRET_OPTION = Pattern.compile("(?i)([?&][a-z_]*(?:user|password)[a-z_]*=)[^&]*");

    private StoreAddress() {}

    /**
     * An address without user and password: neither those before the host nor those among its options. A password that
     * holds {@code @}, {@code /} or {@code ?} as they are is left out too.
     */
    public static String shown(String address) {
        int place = address.indexOf("://") + 3;
        int credentials = address.lastIndexOf('@');
        String open = place < 3 || credentials < place
                ? address
                : address.substring(0, place) + address.substring(credentials + 1);
        return SECRET_OPTION.matcher(open).replaceAll("$1…");
    }
}
