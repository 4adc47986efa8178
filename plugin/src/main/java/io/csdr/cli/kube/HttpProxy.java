package io.csdr.cli.kube;

import io.csdr.cli.env.Environment;
import io.csdr.cli.outcome.CliException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses the proxy for a server by the rules of kubectl, which are Go's: the cluster's `proxy-url` goes
/// first; else `HTTPS_PROXY` or `HTTP_PROXY`, unless the server is this machine or `NO_PROXY` covers it.
public final class HttpProxy {
  private static final Set<String> SCHEMES = Set.of("http", "https", "socks5", "socks5h");

  private HttpProxy() {}

  /// The proxy's URL with a port, or null for a direct connection.
  public static @Nullable URI choose(
      Environment environment, URI server, @Nullable String clusterProxy) {
    if (clusterProxy != null) {
      return parse("proxy-url", clusterProxy);
    }
    boolean tls = "https".equals(server.getScheme());
    String name = tls ? "HTTPS_PROXY" : "HTTP_PROXY";
    String proxy = either(environment, name);
    if (proxy == null || direct(server, either(environment, "NO_PROXY"))) {
      return null;
    }
    return parse(name, proxy);
  }

  private static URI parse(String source, String text) {
    try {
      URI proxy = new URI(text.contains("://") ? text : "http://" + text);
      String scheme = proxy.getScheme().toLowerCase(Locale.ROOT);
      if (proxy.getHost() != null && SCHEMES.contains(scheme)) {
        int port = proxy.getPort() < 0 ? defaultPort(scheme) : proxy.getPort();
        return new URI(scheme, proxy.getUserInfo(), proxy.getHost(), port, null, null, null);
      }
    } catch (URISyntaxException e) {
      // told below, without the text: it may hold a password
    }
    throw CliException.failed(
        source + " is no proxy's URL", "write it as in http://proxy.example:3128 or socks5://…");
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "https" -> 443;
      case "socks5", "socks5h" -> 1080;
      default -> 80;
    };
  }

  private static boolean direct(URI server, @Nullable String noProxy) {
    String host = server.getHost().toLowerCase(Locale.ROOT);
    int port = server.getPort() < 0 ? defaultPort(server.getScheme()) : server.getPort();
    InetAddress ip = literal(host);
    if (host.equals("localhost") || (ip != null && ip.isLoopbackAddress())) {
      return true;
    }
    List<String> entries = noProxy == null ? List.of() : List.of(noProxy.split(",", -1));
    return entries.stream()
        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
        .filter(entry -> !entry.isEmpty())
        .anyMatch(entry -> covers(entry, host, port, ip));
  }

  private static boolean covers(String entry, String host, int port, @Nullable InetAddress ip) {
    if (entry.equals("*")) {
      return true;
    }
    int slash = entry.indexOf('/');
    if (slash > 0) {
      return ip != null && inside(entry.substring(0, slash), entry.substring(slash + 1), ip);
    }
    String name = entry;
    int colon = entry.lastIndexOf(':');
    boolean bracketed = entry.startsWith("[");
    if (colon > 0 && (bracketed ? entry.indexOf(']') < colon : entry.indexOf(':') == colon)) {
      if (!entry.substring(colon + 1).equals(String.valueOf(port))) {
        return false;
      }
      name = entry.substring(0, colon);
    }
    name = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    InetAddress address = literal(name);
    if (ip != null || address != null) {
      return ip != null && ip.equals(address);
    }
    String domain = name.startsWith("*.") ? name.substring(1) : name;
    return domain.startsWith(".")
        ? host.endsWith(domain)
        : host.equals(domain) || host.endsWith("." + domain);
  }

  private static boolean inside(String network, String prefix, InetAddress ip) {
    InetAddress base = literal(network);
    if (base == null || base.getAddress().length != ip.getAddress().length) {
      return false;
    }
    int bits = prefix.matches("\\d{1,3}") ? Integer.parseInt(prefix) : -1;
    byte[] a = base.getAddress();
    byte[] b = ip.getAddress();
    if (bits < 0 || bits > a.length * 8) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /// The address that a literal stands for; a name is never looked up.
  private static @Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(
          host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String either(Environment environment, String name) {
    String upper = environment.variable(name);
    return upper == null ? environment.variable(name.toLowerCase(Locale.ROOT)) : upper;
  }
}
