package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.MemoryBlobs;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes trees as somebody could who holds the keys and means harm: nothing is checked.
public final class ForgedTree {
  private ForgedTree() {}

  /// A path of any bytes.
  public static TreePath path(String path) {
    return TreePath.checked(path.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// A tree of one leaf with its own directory and then these entries, in any order.
  public static BlobId of(MemoryBlobs blobs, TreeEntry... entries) {
    LeafEncoder leaf = new LeafEncoder();
    leaf.add(new TreeEntry.Directory(TreePath.ROOT, FileMeta.PLAIN_DIRECTORY));
    for (TreeEntry entry : entries) {
      leaf.add(entry);
    }
    PageEncoder page = new PageEncoder(4096);
    page.header(PageKind.LEAF).varint(entries.length + 1L).append(leaf.entries());
    return root(blobs, 0, page.put(blobs), entries.length + 1L);
  }

  static BlobId root(MemoryBlobs blobs, int level, BlobId top, long entries) {
    TreeStats stats = new TreeStats(TreeForm.FILES, entries, 1, 0, 0);
    return new RootRecord.Files(level, top, stats).put(blobs);
  }

  /// A file whose content is any blob at all.
  public static TreeEntry file(String path, long size, FileContent content) {
    return new TreeEntry.RegularFile(path(path), FileMeta.PLAIN_FILE, size, content);
  }

  public static TreeEntry directory(String path) {
    return new TreeEntry.Directory(path(path), FileMeta.PLAIN_DIRECTORY);
  }

  public static TreeEntry symlink(String path, String target) {
    return new TreeEntry.Symlink(path(path), FileMeta.PLAIN_FILE, ByteString.utf8(target));
  }

  public static TreeEntry hardlink(String path, String target) {
    return new TreeEntry.Hardlink(path(path), path(target));
  }

  /// A file of one blob.
  public static TreeEntry file(String path, BlobId blob, int length) {
    return file(path, length, new FileContent.Extents(List.of(new Extent(0, length, blob))));
  }
}
