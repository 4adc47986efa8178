package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads the extents of large files.
final class ExtentTables {
  static final int MAX_PAGE = 4096;
  static final int MAX_PAGES = 65536;
  static final long MAX_EXTENTS = (long) MAX_PAGE * MAX_PAGES;

  private ExtentTables() {}

  private record Page(long span, int extents, BlobId id) {}

  /// Passes on all extents of a file of `size` bytes in order.
  static void read(
      BlobReader reader, FileContent.ExtentTable content, long size, Consumer<Extent> to) {
    long left = size;
    for (Page page : index(reader, content, size)) {
      page(reader, page, to);
      left -= page.span;
    }
    if (left < 0) {
      throw new IllegalStateException("spans were checked against the size");
    }
  }

  /// Visits the pages and the contents of a table; a page that the visitor refuses is not read.
  static void visit(
      BlobReader reader, FileContent.ExtentTable content, long size, BlobVisitor visitor) {
    if (!visitor.page(content.table())) {
      return;
    }
    for (Page page : index(reader, content, size)) {
      if (visitor.page(page.id)) {
        page(reader, page, extent -> visitor.content(extent.id()));
      }
    }
  }

  private static List<Page> index(BlobReader reader, FileContent.ExtentTable content, long size) {
    PageDecoder in =
        new PageDecoder(reader.get(content.table()), content.table(), PageKind.EXTENT_INDEX);
    int pages = in.count(1, MAX_PAGES, "number of pages");
    List<Page> index = new ArrayList<>();
    long left = size;
    long extents = 0;
    for (int i = 0; i < pages; i++) {
      long span = in.varint(1, left, "span");
      Page page = new Page(span, in.count(1, MAX_PAGE, "number of extents"), in.id());
      left -= span;
      extents += page.extents;
      index.add(page);
    }
    in.end();
    if (extents != content.count()) {
      throw in.corrupt("it has " + extents + " extents, not " + content.count());
    }
    return index;
  }

  private static void page(BlobReader reader, Page page, Consumer<Extent> to) {
    PageDecoder in = new PageDecoder(reader.get(page.id), page.id, PageKind.EXTENTS);
    if (in.count(1, MAX_PAGE, "number of extents") != page.extents) {
      throw in.corrupt("it does not have the number of extents that its index says");
    }
    List<Extent> extents = new ArrayList<>(page.extents);
    long left = page.span;
    for (int i = 0; i < page.extents; i++) {
      Extent extent = decode(in, left);
      left -= extent.gap() + extent.length();
      extents.add(extent);
    }
    in.end();
    if (left != 0) {
      throw in.corrupt("it does not span what its index says");
    }
    extents.forEach(to);
  }

  /// One extent of a file or page that has `left` more bytes.
  static Extent decode(PageDecoder in, long left) {
    long gap = in.varint(0, left, "gap");
    int length = in.count(1, BlobWriter.MAX_BLOB, "length of an extent");
    if (length > left - gap) {
      throw in.corrupt("an extent ends behind its file");
    }
    return new Extent(gap, length, in.id());
  }
}
