package io.csdr.cli.vault;

import io.csdr.cli.env.Environment;
import io.csdr.cli.outcome.CliException;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.key.VaultId;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The vaults that go by a name on this machine.
public final class LocalVaults {
  private LocalVaults() {}

  /// All of them by name, and the one that `CSDR_VAULT` names, if that is another one.
  public static List<VaultPlace> list(Environment environment) {
    Path folder = VaultPlace.folder(environment);
    Stream<VaultPlace> named = Stream.empty();
    if (environment.variable("CSDR_VAULT") != null) {
      named = Stream.of(VaultPlace.of(environment, null));
    }
    return Stream.concat(names(folder).map(name -> VaultPlace.named(environment, name)), named)
        .filter(LocalVaults::isThere)
        .distinct()
        .toList();
  }

  /// The vault's id; empty where its configuration cannot be read, and then `why` is told.
  public static Optional<VaultId> id(
      Environment environment, VaultPlace place, Consumer<String> why) {
    try (Store store = new VaultStores(environment).open(place)) {
      return Optional.of(Vault.idOf(store));
    } catch (VaultException | StoreException | CliException e) {
      why.accept("vault '" + place.name() + "': " + e.getMessage());
      return Optional.empty();
    }
  }

  /// What is on another machine is asked only when the vault is opened.
  private static boolean isThere(VaultPlace place) {
    return !(place instanceof VaultPlace.InDirectory(String _, Path directory))
        || Files.exists(directory.resolve("config"));
  }

  private static Stream<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches("[a-z0-9][-a-z0-9.]*"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }
}
