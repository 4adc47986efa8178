package io.csdr.cli.vault;

import io.csdr.cli.env.Environment;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.term.Prompt;
import io.csdr.vault.key.KeyMaterial;
import io.csdr.vault.key.KeySource;
import io.csdr.vault.key.Passphrase;
import io.csdr.vault.key.VaultId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The keys to try on a vault: those that flags and variables name, the key folder's, and at last what
/// the user types.
public final class KeyOffers implements KeySource {
  private static final int LONGEST_PASSPHRASE = 4096;

  private final Environment environment;
  private final VaultFlags flags;
  private final Prompt prompt;

  public KeyOffers(Environment environment, VaultFlags flags, Prompt prompt) {
    this.environment = environment;
    this.flags = flags;
    this.prompt = prompt;
  }

  @Override
  public Iterator<KeyMaterial> keysFor(VaultId vault) {
    List<Supplier<Optional<KeyMaterial>>> offers = new ArrayList<>();
    Path keyFile = place(flags.keyFile(), "CSDR_KEY_FILE");
    if (keyFile != null) {
      offers.add(() -> Optional.of(KeyFolder.read(keyFile)));
    }
    Path passphraseFile = place(flags.passphraseFile(), "CSDR_PASSPHRASE_FILE");
    if (passphraseFile != null) {
      offers.add(() -> Optional.of(typed(firstLine(passphraseFile), vault)));
    }
    offers.add(() -> new KeyFolder(environment).find(vault).map(key -> key));
    offers.add(() -> ask(vault));
    return offers.stream().map(Supplier::get).flatMap(Optional::stream).iterator();
  }

  /// The passphrase in a file: its first line.
  ///
  /// @throws CliException when it is empty
  public static String firstLine(Path file) {
    String line = Secrets.read(file, LONGEST_PASSPHRASE).lines().findFirst().orElse("");
    if (line.isEmpty()) {
      throw CliException.failed(file + " does not begin with a passphrase", "");
    }
    return line;
  }

  private Optional<KeyMaterial> ask(VaultId vault) {
    if (!prompt.possible()) {
      return Optional.empty();
    }
    String answer = prompt.secret("Passphrase or recovery phrase of vault " + vault + ": ");
    return answer.isEmpty() ? Optional.empty() : Optional.of(typed(answer, vault));
  }

  private static KeyMaterial typed(String text, VaultId vault) {
    Optional<KeyMaterial> phrase = RecoveryPhrase.parse(text, vault).map(key -> key);
    return phrase.orElseGet(() -> new Passphrase(text));
  }

  private @Nullable Path place(@Nullable String flag, String variable) {
    String text = flag == null ? environment.variable(variable) : flag;
    return text == null ? null : environment.path(text);
  }
}
