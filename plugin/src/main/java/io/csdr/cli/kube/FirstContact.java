package io.csdr.cli.kube;

import io.csdr.cli.kube.ClusterTarget.Server;
import io.csdr.cli.outcome.CliException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;

/// Looks whether anybody listens at a server's address, so that a wrong address is told at once. The
/// client itself would try for a long time, which is right only for a server that has answered before.
final class FirstContact {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private FirstContact() {}

  /// Connects to the server, or to the proxy before it, and says nothing.
  ///
  /// @throws CliException when that cannot be done
  static void make(Server server) {
    URI url = server.proxy() == null ? server.url() : server.proxy();
    int port = url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? HTTPS : HTTP;
    String host = url.getHost();
    if (host == null || (server.proxy() != null && url.getPort() <= 0)) {
      return; // the client knows better what is meant
    }
    try (Socket socket = new Socket()) {
      String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      socket.connect(
          new InetSocketAddress(InetAddress.getByName(name), port), (int) PATIENCE.toMillis());
    } catch (IOException e) {
      throw CliException.failed(
          "unable to connect to the server: "
              + (server.proxy() == null ? "" : "proxy ")
              + host
              + ":"
              + port
              + ": "
              + why(e),
          "check the context (kubectl config current-context), the network and the proxy",
          e);
    }
  }

  private static String why(IOException e) {
    return switch (e) {
      case UnknownHostException _ -> "no such host";
      case SocketTimeoutException _ -> "no answer within " + PATIENCE.toSeconds() + " s";
      case ConnectException _ -> "connection refused";
      default -> String.valueOf(e.getMessage());
    };
  }
}
