package io.csdr.vault.tree;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The pages of one tree of files: single ones through a small cache, all of them in order or unordered.
final class PageSource {
  private static final int AHEAD = 64;
  private static final int CACHED = 32;

  private final BlobReader reader;
  private final int topLevel;
  private final IndexLevel.Child top;
  private final Map<BlobId, IndexPage> indexes = cache();
  private final Map<BlobId, byte[]> leaves = cache();

  PageSource(BlobReader reader, RootRecord.Files root) {
    this.reader = reader;
    this.topLevel = root.level();
    this.top = new IndexLevel.Child(TreePath.ROOT, root.top(), root.stats().entries());
  }

  int topLevel() {
    return topLevel;
  }

  IndexLevel.Child top() {
    return top;
  }

  IndexPage index(IndexLevel.Child page, int level) {
    return cached(indexes, page.id(), id -> IndexPage.decode(reader.get(id), page, level));
  }

  LeafCursor leaf(IndexLevel.Child page) {
    return IndexPage.leaf(cached(leaves, page.id(), reader::get), page);
  }

  /// Sees pages in the order of their entries.
  interface PageVisitor {
    void leaf(LeafCursor leaf);

    void lost(TreePath first, VaultException why);
  }

  /// Passes on all leaves in order, reading ahead.
  void walk(PageVisitor visitor) {
    walk(List.of(top), topLevel, visitor);
  }

  private void walk(List<IndexLevel.Child> pages, int level, PageVisitor visitor) {
    for (int from = 0; from < pages.size(); from += AHEAD) {
      List<IndexLevel.Child> part = pages.subList(from, Math.min(from + AHEAD, pages.size()));
      BlobBatch batch = BlobBatch.fetch(reader, part.stream().map(IndexLevel.Child::id).toList());
      for (IndexLevel.Child page : part) {
        byte[] bytes;
        try {
          bytes = batch.get(page.id());
        } catch (VaultException e) {
          visitor.lost(page.first(), e);
          continue;
        }
        if (level == 0) {
          visitor.leaf(IndexPage.leaf(bytes, page));
        } else {
          walk(IndexPage.decode(bytes, page, level).children(), level - 1, visitor);
        }
      }
    }
  }

  /// Visits all pages; what is under a page that `blobs` refuses is left out.
  void visit(BlobVisitor blobs, PageVisitor visitor) {
    if (blobs.page(top.id())) {
      visit(List.of(top), topLevel, blobs, visitor);
    }
  }

  private void visit(
      List<IndexLevel.Child> entered, int level, BlobVisitor blobs, PageVisitor visitor) {
    if (level == 0) {
      walk(entered, 0, visitor);
      return;
    }
    for (IndexLevel.Child page : entered) {
      List<IndexLevel.Child> children =
          IndexPage.decode(reader.get(page.id()), page, level).children().stream()
              .filter(child -> blobs.page(child.id()))
              .toList();
      visit(children, level - 1, blobs, visitor);
    }
  }

  private static <V> V cached(Map<BlobId, V> cache, BlobId id, Function<BlobId, V> load) {
    synchronized (cache) {
      V value = cache.get(id);
      if (value != null) {
        return value;
      }
    }
    V loaded = load.apply(id);
    synchronized (cache) {
      cache.put(id, loaded);
    }
    return loaded;
  }

  private static <V> Map<BlobId, V> cache() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<BlobId, V> eldest) {
        return size() > CACHED;
      }
    };
  }
}
