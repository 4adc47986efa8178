package io.csdr.cli.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.csdr.cli.kube.ClusterTarget.Way;
import io.csdr.cli.outcome.CliException;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;

/// The `auth-provider: oidc` of older kubeconfigs. Its token is used as it stands; renewing it is left to
/// kubectl, which writes the new one back.
final class AuthProvider {
  private AuthProvider() {}

  static Way token(JsonNode provider) {
    String name = provider.path("name").asText("");
    String token = provider.path("config").path("id-token").asText("");
    if (!name.equals("oidc")) {
      throw CliException.failed(
          "the kubeconfig's user logs in with auth-provider \""
              + name
              + "\", which kubectl dropped",
          "configure an exec credential plugin");
    }
    if (token.isEmpty() || expired(token)) {
      throw CliException.failed(
          "the OpenID Connect token in the kubeconfig has expired",
          "renew it with any kubectl command, for example: kubectl get --raw /version");
    }
    return new Way.Token(token);
  }

  private static boolean expired(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return false; // not a JWT: only the server can tell
    }
    try {
      JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
      long until = claims.path("exp").asLong(Long.MAX_VALUE);
      return until < Instant.now().getEpochSecond();
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
