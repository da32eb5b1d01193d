package dev.holdfast.mcp.http;

import io.helidon.common.socket.PeerInfo;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection. The web server shows the remote end to the handler of a request, which so finds its
 * connection.
 *
 * @param connection the connection, for its remote end
 */
record Peer(InetSocketAddress address, @Nullable HttpConnection connection) implements PeerInfo {
    @Override
    public String host() {
        return address.getHostString();
    }

    @Override
    public int port() {
        return address.getPort();
    }

    @Override
    public Optional<Principal> tlsPrincipal() {
        return Optional.empty();
    }

    @Override
    public Optional<Certificate[]> tlsCertificates() {
        return Optional.empty();
    }
}
