package io.csdr.vault.tree;

/// One extended attribute with its full name, such as `user.origin` or `system.posix_acl_access`.
public record Xattr(ByteString name, XattrValue value) {
  /// The longest name in bytes.
  public static final int MAX_NAME = 255;

  /// The most attributes of one entry.
  public static final int MAX_COUNT = 1024;
}
