package io.csdr.engine.browse;

import io.csdr.vault.tree.Stamp;
import org.jspecify.annotations.Nullable;

/// One line of a listing inside a backup. `name` is printable; `kind` is what it is; `mode` and `modified`
/// are null where a backup's own structure has none.
public record BrowseEntry(
    String name, Kind kind, long size, @Nullable Integer mode, @Nullable Stamp modified) {
  /// What a name stands for; the letter is that of `ls -l`.
  public enum Kind {
    FOLDER('d'),
    FILE('-'),
    SYMLINK('l'),
    HARDLINK('h'),
    CHARACTER_DEVICE('c'),
    BLOCK_DEVICE('b'),
    FIFO('p');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    /// As `ls -l` shows it.
    public char letter() {
      return letter;
    }
  }

  static BrowseEntry folder(String name) {
    return new BrowseEntry(name, Kind.FOLDER, 0, null, null);
  }

  static BrowseEntry file(String name, long size) {
    return new BrowseEntry(name, Kind.FILE, size, null, null);
  }
}
