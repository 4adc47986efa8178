package io.csdr.cli.kube;

import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts a server whose certificate is good and made out to one given name, wherever the connection
/// goes: what `--tls-server-name` asks for.
final class TrustNamed extends X509ExtendedTrustManager {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private final X509ExtendedTrustManager chains;
  private final String name;

  TrustNamed(X509ExtendedTrustManager chains, String name) {
    this.chains = chains;
    this.name = name.toLowerCase(Locale.ROOT);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    // Without socket or engine the manager checks the chain alone, not the URL's host.
    chains.checkServerTrusted(chain, type);
    Collection<List<?>> names = chain[0].getSubjectAlternativeNames();
    if (names == null || names.stream().noneMatch(this::matches)) {
      throw new CertificateException("the server's certificate is not valid for " + name);
    }
  }

  private boolean matches(List<?> entry) {
    String value = String.valueOf(entry.get(1)).toLowerCase(Locale.ROOT);
    return switch ((Integer) entry.get(0)) {
      case DNS_NAME -> value.equals(name) || wildcard(value);
      case IP_ADDRESS -> sameAddress(value);
      default -> false;
    };
  }

  /// `*.example.org` covers exactly one more label.
  private boolean wildcard(String pattern) {
    int dot = name.indexOf('.');
    return pattern.startsWith("*.")
        && pattern.indexOf('.', 2) > 0
        && dot > 0
        && name.substring(dot).equals(pattern.substring(1));
  }

  private boolean sameAddress(String value) {
    try {
      return InetAddress.ofLiteral(name).equals(InetAddress.ofLiteral(value));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    chains.checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    chains.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    chains.checkClientTrusted(chain, type, engine);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains.getAcceptedIssuers();
  }
}
