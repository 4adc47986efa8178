package io.csdr.vault.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where an entry is in its tree: names joined by `/`, raw bytes of any encoding, empty for the tree itself.
///
/// Paths are ordered name by name, so that a directory is followed at once by everything in it. Names
/// that could leave the tree (`..`, absolute paths) cannot be expressed.
public final class TreePath implements Comparable<TreePath> {
  /// The tree's own directory.
  public static final TreePath ROOT = new TreePath(new byte[0]);

  /// The longest name in bytes.
  public static final int MAX_NAME = 255;

  /// The most names in one path.
  public static final int MAX_DEPTH = 1000;

  /// The longest path in bytes.
  public static final int MAX_BYTES = 256 << 10;

  private final byte[] bytes;

  private TreePath(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A path from text such as `shop/objects/pods/web-0.json`.
  ///
  /// @throws IllegalArgumentException when it has an empty name, `.`, `..` or exceeds a limit
  public static TreePath of(String path) {
    return of(path.getBytes(StandardCharsets.UTF_8));
  }

  /// A path from raw bytes, which are copied.
  ///
  /// @throws IllegalArgumentException as [#of(String)]
  public static TreePath of(byte[] path) {
    byte[] copy = path.clone();
    String problem = problem(copy);
    if (problem != null) {
      throw new IllegalArgumentException(problem + ": " + Display.of(copy));
    }
    return copy.length == 0 ? ROOT : new TreePath(copy);
  }

  /// Takes bytes for which [#problem] found nothing.
  static TreePath checked(byte[] path) {
    return path.length == 0 ? ROOT : new TreePath(path);
  }

  /// Why these bytes are no path, or null if they are one.
  static @Nullable String problem(byte[] path) {
    if (path.length == 0) {
      return null;
    }
    if (path.length > MAX_BYTES) {
      return "a path of " + path.length + " bytes";
    }
    int start = 0;
    int depth = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        String wrong = nameProblem(path, start, i);
        if (wrong != null) {
          return wrong;
        }
        depth++;
        start = i + 1;
      }
    }
    return depth > MAX_DEPTH ? "a path of " + depth + " names" : null;
  }

  private static @Nullable String nameProblem(byte[] path, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return "an empty name in a path";
    }
    if (length > MAX_NAME) {
      return "a name of " + length + " bytes";
    }
    if (path[start] == '.' && (length == 1 || (length == 2 && path[start + 1] == '.'))) {
      return "a name that is a relative directory";
    }
    for (int i = start; i < end; i++) {
      if (path[i] == 0) {
        return "a NUL in a name";
      }
    }
    return null;
  }

  /// The path of `name` in this directory.
  ///
  /// @throws IllegalArgumentException when the name or the resulting path is not allowed
  public TreePath child(ByteString name) {
    byte[] add = name.shared();
    String wrong = nameProblem(add, 0, add.length);
    for (byte b : add) {
      if (b == '/') {
        wrong = "a slash in a name";
      }
    }
    if (wrong != null) {
      throw new IllegalArgumentException(wrong + ": " + name);
    }
    if (bytes.length == 0) {
      return new TreePath(add);
    }
    byte[] path = Arrays.copyOf(bytes, bytes.length + 1 + add.length);
    path[bytes.length] = '/';
    System.arraycopy(add, 0, path, bytes.length + 1, add.length);
    TreePath child = new TreePath(path);
    if (path.length > MAX_BYTES || (path.length > MAX_DEPTH && child.depth() > MAX_DEPTH)) {
      throw new IllegalArgumentException(
          "a path of " + child.depth() + " names and " + path.length + " bytes");
    }
    return child;
  }

  public boolean isRoot() {
    return bytes.length == 0;
  }

  /// The directory that holds this entry; the root is its own parent.
  public TreePath parent() {
    int slash = lastSlash();
    return slash < 0 ? ROOT : new TreePath(Arrays.copyOf(bytes, slash));
  }

  /// The last name; empty for the root.
  public ByteString name() {
    return ByteString.owning(Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length));
  }

  /// How many names the path has.
  public int depth() {
    if (bytes.length == 0) {
      return 0;
    }
    int depth = 1;
    for (byte b : bytes) {
      if (b == '/') {
        depth++;
      }
    }
    return depth;
  }

  /// Whether this path lies inside `directory`, at any depth; a path is not under itself.
  public boolean isUnder(TreePath directory) {
    int length = directory.bytes.length;
    if (length == 0) {
      return bytes.length > 0;
    }
    return bytes.length > length
        && bytes[length] == '/'
        && Arrays.equals(bytes, 0, length, directory.bytes, 0, length);
  }

  /// Whether `directory` is exactly the parent.
  boolean isChildOf(TreePath directory) {
    return isUnder(directory) && lastSlash() == (directory.isRoot() ? -1 : directory.bytes.length);
  }

  /// A copy of the bytes.
  public byte[] toBytes() {
    return bytes.clone();
  }

  /// The bytes themselves, for this package to read.
  byte[] shared() {
    return bytes;
  }

  private int lastSlash() {
    int i = bytes.length - 1;
    while (i >= 0 && bytes[i] != '/') {
      i--;
    }
    return i;
  }

  @Override
  public int compareTo(TreePath other) {
    int at = Arrays.mismatch(bytes, other.bytes);
    if (at < 0) {
      return 0;
    }
    if (at == bytes.length || at == other.bytes.length) {
      return Integer.compare(bytes.length, other.bytes.length);
    }
    return Integer.compare(rank(bytes[at]), rank(other.bytes[at]));
  }

  private static int rank(byte b) {
    return b == '/' ? 0 : b & 0xff;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreePath that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// For people, as [ByteString#toString()]; the root is `.`.
  @Override
  public String toString() {
    return isRoot() ? "." : Display.of(bytes);
  }
}
