package io.csdr.vault.posix;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.tree.ByteString;
import io.csdr.vault.tree.FileMeta;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import io.csdr.vault.tree.Xattr;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// Gives restored entries their attributes, in the order that Linux needs: a change of owner clears capabilities and
/// set-user-id, an access control list sets the mode's group bits, and everything sets times. For many threads.
final class AttributeWriter {
  private static final ByteString ACL = ByteString.utf8("system.posix_acl_");
  private static final ByteString USER = ByteString.utf8("user.");
  private static final ByteString SELINUX = ByteString.utf8("security.selinux");
  private static final int SET_ID = 06000;

  private final BlobReader reader;
  private final boolean privileged;
  private final Notes skipped;
  private final Notes problems;

  AttributeWriter(BlobReader reader, boolean privileged, Notes skipped, Notes problems) {
    this.reader = reader;
    this.privileged = privileged;
    this.skipped = skipped;
    this.problems = problems;
  }

  /// Sets everything but the time on something that is open; `path` says that it is so only as a path,
  /// `link` that it is a symbolic link, which has no mode.
  void apply(Fd file, boolean path, boolean link, FileMeta meta, Supplier<TreePath> where) {
    attempt(
        where,
        () -> {
          if (privileged) {
            Attributes.owner(file, meta.uid(), meta.gid());
          }
        });
    xattrs(file, path, meta, false, where);
    if (!link) {
      int mode = privileged ? meta.mode() : meta.mode() & ~SET_ID;
      if (mode != meta.mode()) {
        skipped.add(where.get(), "set-user-id and set-group-id are not restored without root");
      }
      attempt(where, () -> Attributes.mode(file, path, mode));
    }
    xattrs(file, path, meta, true, where);
  }

  private void xattrs(
      Fd file, boolean path, FileMeta meta, boolean acls, Supplier<TreePath> where) {
    for (Xattr xattr : meta.xattrs()) {
      ByteString name = xattr.name();
      if (name.startsWith(ACL) != acls) {
        continue;
      }
      if (!privileged && !acls && !name.startsWith(USER)) {
        skipped.add(where.get(), "attribute " + name + " is not restored without root");
        continue;
      }
      try {
        ByteString value = TreeReader.value(reader, xattr.value());
        Xattrs.set(file, path, name.toBytes(), value.toBytes());
      } catch (PosixException e) {
        if (!name.equals(SELINUX)) {
          problems.add(where.get(), "attribute " + name + ": " + e.reason());
        }
      } catch (VaultException e) {
        problems.add(where.get(), "attribute " + name + ": " + e.getMessage());
      }
    }
  }

  /// Something that may fail without the rest being in vain.
  @FunctionalInterface
  interface Step {
    void run() throws PosixException;
  }

  /// Runs a step; a failure is a problem of this entry.
  void attempt(Supplier<TreePath> where, Step step) {
    try {
      step.run();
    } catch (PosixException e) {
      problems.add(where.get(), e.reason());
    }
  }

  /// The name of the attribute that new files inherit.
  static byte[] inheritedAcl() {
    return "system.posix_acl_default".getBytes(StandardCharsets.US_ASCII);
  }
}
