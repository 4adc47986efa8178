package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobWriter;
import java.util.ArrayList;
import java.util.List;

/// Takes the extents of one file in order and stores those of a large one in pages of their own.
public final class ExtentWriter {
  private static final int PAGE_LEAST = 128;

  private final BlobWriter writer;
  private final List<Extent> page = new ArrayList<>();
  private final PageEncoder index = new PageEncoder(256);
  private int pages;
  private long count;

  public ExtentWriter(BlobWriter writer) {
    this.writer = writer;
  }

  /// Adds the next piece of content.
  ///
  /// @throws IllegalArgumentException when the file has more pieces than the format allows
  public void add(Extent extent) {
    page.add(extent);
    count++;
    boolean boundary = (extent.id().d() & 0xff) == 0 && page.size() >= PAGE_LEAST;
    if (boundary || page.size() == ExtentTables.MAX_PAGE) {
      flush();
    }
  }

  /// The content that consists of what was added.
  public FileContent finish() {
    if (count == 0) {
      return new FileContent.Nothing();
    }
    if (count <= FileContent.MAX_INLINE_EXTENTS) {
      return new FileContent.Extents(page);
    }
    if (!page.isEmpty()) {
      flush();
    }
    PageEncoder table = new PageEncoder(index.length() + 16);
    table.header(PageKind.EXTENT_INDEX).varint(pages).append(index);
    return new FileContent.ExtentTable(count, table.put(writer));
  }

  private void flush() {
    if (pages == ExtentTables.MAX_PAGES) {
      throw new IllegalArgumentException("a file of more than " + count + " pieces");
    }
    PageEncoder out = new PageEncoder(16 + 48 * page.size());
    out.header(PageKind.EXTENTS).varint(page.size());
    long span = 0;
    for (Extent extent : page) {
      encode(out, extent);
      span += extent.gap() + extent.length();
    }
    index.varint(span).varint(page.size()).id(out.put(writer));
    pages++;
    page.clear();
  }

  static void encode(PageEncoder out, Extent extent) {
    BlobId id = extent.id();
    out.varint(extent.gap()).varint(extent.length()).id(id);
  }
}
