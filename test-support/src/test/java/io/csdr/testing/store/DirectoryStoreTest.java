package io.csdr.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.VaultException;
import io.csdr.vault.store.DirectoryStore;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest extends StoreContract {
  @TempDir Path dir = Path.of("/unset");
  private Path root = Path.of("/unset");
  private Store store = new io.csdr.vault.store.MemoryStore();

  @BeforeEach
  void create() {
    root = dir.resolve("some/vault");
    store = DirectoryStore.create(root);
  }

  @Override
  protected Store store() {
    return store;
  }

  @Test
  void filesAndDirectoriesAreForTheOwnerAlone() throws IOException {
    store.putIfAbsent("p/aa/x", new byte[3]);
    for (Path directory : List.of(root, root.resolve("p"), root.resolve("p/aa"))) {
      assertThat(mode(directory)).as(directory.toString()).isEqualTo("rwx------");
    }
    assertThat(mode(root.resolve("p/aa/x"))).isEqualTo("rw-------");
  }

  @Test
  void nothingTemporaryIsLeft() throws IOException {
    store.putIfAbsent("a", new byte[3]);
    store.putIfAbsent("a", new byte[3]);
    assertThat(filesIn(root.resolve("TMP"))).isEmpty();
  }

  @Test
  void leftoversOfTheDeadAreIgnoredAndGoWithAge() throws IOException {
    store.putIfAbsent("a", new byte[3]);
    Path old = Files.write(root.resolve("TMP/old"), new byte[5]);
    Path young = Files.write(root.resolve("TMP/young"), new byte[5]);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(2, ChronoUnit.DAYS)));
    List<String> keys = new ArrayList<>();
    store.list("", object -> keys.add(object.key()));
    assertThat(keys).containsExactly("a");
    DirectoryStore.open(root).close();
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void symbolicLinksAreNeverFollowed() throws IOException {
    Path outside = Files.createDirectories(dir.resolve("outside"));
    Files.write(outside.resolve("secret"), "secret".getBytes(StandardCharsets.UTF_8));
    Files.createSymbolicLink(root.resolve("p"), outside);
    Files.createSymbolicLink(root.resolve("link"), outside.resolve("secret"));
    assertThat(store.stat("link")).isEmpty();
    assertThat(store.stat("p/secret")).isEmpty();
    assertThatThrownBy(() -> store.read("link", 0, 6)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.read("p/secret", 0, 6)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.putIfAbsent("p/new", new byte[1]))
        .isInstanceOf(StoreException.Denied.class);
    assertThat(store.putIfAbsent("link", new byte[1])).isFalse();
    store.delete("link");
    store.delete("p/secret");
    List<String> keys = new ArrayList<>();
    store.list("", object -> keys.add(object.key()));
    assertThat(keys).isEmpty();
    assertThat(filesIn(outside)).containsExactly(outside.resolve("secret"));
  }

  @Test
  void strangeFilesAreNoObjects() throws IOException {
    Files.write(root.resolve("README"), new byte[1]);
    Files.createDirectories(root.resolve("Lost Found/x"));
    store.putIfAbsent("a", new byte[3]);
    List<String> keys = new ArrayList<>();
    store.list("", object -> keys.add(object.key()));
    assertThat(keys).containsExactly("a");
  }

  @Test
  void aDirectoryIsOpenedOnlyWhereOneIs() throws IOException {
    assertThatThrownBy(() -> DirectoryStore.open(dir.resolve("typo")))
        .isInstanceOf(VaultException.NoVault.class)
        .hasMessageContaining("typo");
    assertThat(dir.resolve("typo")).doesNotExist();
    Path file = Files.write(dir.resolve("file"), new byte[1]);
    assertThatThrownBy(() -> DirectoryStore.open(file)).isInstanceOf(VaultException.NoVault.class);
  }

  @Test
  void nothingIsCreatedOverSomethingElse() throws IOException {
    Path home = Files.createDirectories(dir.resolve("home"));
    DirectoryStore.create(home).close();
    Files.write(home.resolve("diary"), new byte[1]);
    assertThatThrownBy(() -> DirectoryStore.create(home))
        .isInstanceOf(VaultException.Occupied.class);
    Path file = Files.write(dir.resolve("file"), new byte[1]);
    assertThatThrownBy(() -> DirectoryStore.create(file))
        .isInstanceOf(VaultException.Occupied.class);
  }

  @Test
  void theRootItselfMayBeALink() throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("link"), root);
    try (Store other = DirectoryStore.open(link)) {
      other.putIfAbsent("a", new byte[2]);
    }
    assertThat(store.stat("a")).isPresent();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
