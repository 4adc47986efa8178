package io.csdr.cli.vault;

import io.csdr.cli.env.Environment;
import io.csdr.cli.kube.HttpProxy;
import io.csdr.cli.outcome.CliException;
import io.csdr.s3.AwsEnvironment;
import io.csdr.s3.Credentials;
import io.csdr.s3.S3Location;
import io.csdr.s3.S3Settings;
import io.csdr.s3.S3Store;
import io.csdr.vault.store.DirectoryStore;
import io.csdr.vault.store.Store;
import java.net.URI;
import java.nio.file.Files;

/// The stores behind the places of vaults.
record VaultStores(Environment environment) {
  /// What a store holds if, and only if, it holds a vault.
  private static final String CONFIG = "config";

  /// Whether something is there that may be a vault. A bucket is asked.
  boolean exists(VaultPlace place) {
    return switch (place) {
      case VaultPlace.InDirectory directory -> Files.isDirectory(directory.directory());
      case VaultPlace.InS3 _ -> {
        try (Store store = open(place)) {
          yield store.stat(CONFIG).isPresent();
        }
      }
    };
  }

  /// The store of a vault that is there.
  Store open(VaultPlace place) {
    return switch (place) {
      case VaultPlace.InDirectory directory -> DirectoryStore.open(directory.directory());
      case VaultPlace.InS3(S3Location location) ->
          S3Store.open(location, settings(location), credentials());
    };
  }

  /// A store for a vault that is to be made there.
  Store create(VaultPlace place) {
    return switch (place) {
      case VaultPlace.InDirectory directory -> DirectoryStore.create(directory.directory());
      case VaultPlace.InS3(S3Location location) ->
          S3Store.create(location, settings(location), credentials());
    };
  }

  private Credentials credentials() {
    return aws().credentials();
  }

  private S3Settings settings(S3Location location) {
    try {
      S3Settings settings = aws().settings();
      URI proxy = HttpProxy.choose(environment, S3Store.url(location, settings), null);
      if (proxy != null && !"http".equals(proxy.getScheme())) {
        throw CliException.usage(
            "S3 is not reached through a proxy of kind " + proxy.getScheme(),
            "name an http:// proxy, or except the endpoint with NO_PROXY");
      }
      if (proxy != null && proxy.getRawUserInfo() != null) {
        throw CliException.usage(
            "S3 is not reached through a proxy that wants a password",
            "name one without, or except the endpoint with NO_PROXY");
      }
      return settings.via(proxy);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(
          location + ": " + e.getMessage(), "check AWS_ENDPOINT_URL and AWS_REGION");
    }
  }

  private AwsEnvironment aws() {
    return new AwsEnvironment(environment.variables(), environment.home());
  }
}
