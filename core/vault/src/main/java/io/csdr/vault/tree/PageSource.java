package io.csdr.vault.tree;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/// The pages of one tree of files: single ones through a small cache, all of them in order.
final class PageSource {
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

  /// All leaves in order.
  LeafSequence leaves() {
    return new LeafSequence(reader, List.of(top), topLevel);
  }

  /// Passes on the leaves under all pages that the visitor does not refuse.
  void visit(BlobVisitor visitor, Consumer<LeafCursor> to) {
    if (visitor.page(top.id())) {
      visit(List.of(top), topLevel, visitor, to);
    }
  }

  private void visit(
      List<IndexLevel.Child> entered, int level, BlobVisitor visitor, Consumer<LeafCursor> to) {
    if (level == 0) {
      leaves(entered, to);
      return;
    }
    for (IndexLevel.Child page : entered) {
      List<IndexLevel.Child> children =
          IndexPage.decode(reader.get(page.id()), page, level).children().stream()
              .filter(child -> visitor.page(child.id()))
              .toList();
      visit(children, level - 1, visitor, to);
    }
  }

  private void leaves(List<IndexLevel.Child> pages, Consumer<LeafCursor> to) {
    LeafSequence leaves = new LeafSequence(reader, pages, 0);
    while (true) {
      switch (leaves.next()) {
        case null -> {
          return;
        }
        case LeafSequence.Step.Leaf(LeafCursor cursor) -> to.accept(cursor);
        case LeafSequence.Step.Lost(TreePath first, VaultException why) -> throw why;
      }
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
