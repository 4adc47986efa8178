package io.csdr.vault.tree;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Writes the bytes of one regular file to a stream.
final class FileBytes {
  private static final int AHEAD = 16;
  private static final byte[] ZEROS = new byte[64 << 10];

  private final BlobReader reader;
  private final OutputStream out;
  private final List<Extent> ahead = new ArrayList<>();
  private long written;

  private FileBytes(BlobReader reader, OutputStream out) {
    this.reader = reader;
    this.out = out;
  }

  static void copy(BlobReader reader, TreeEntry.RegularFile file, OutputStream out)
      throws IOException {
    FileBytes bytes = new FileBytes(reader, out);
    switch (file.content()) {
      case FileContent.Nothing() -> {}
      case FileContent.Slice slice -> bytes.slice(slice, (int) file.size());
      case FileContent.Extents inline -> {
        for (Extent extent : inline.extents()) {
          bytes.add(extent);
        }
      }
      case FileContent.ExtentTable table -> bytes.table(table, file.size());
    }
    bytes.flush();
    bytes.zeros(file.size() - bytes.written);
  }

  private void table(FileContent.ExtentTable table, long size) throws IOException {
    try {
      ExtentTables.read(
          reader,
          table,
          size,
          extent -> {
            try {
              add(extent);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void slice(FileContent.Slice slice, int length) throws IOException {
    byte[] bundle = reader.get(slice.bundle());
    if (slice.offset() > bundle.length - length) {
      throw new VaultException.Corrupt("bundle " + slice.bundle() + " is shorter than its files");
    }
    out.write(bundle, slice.offset(), length);
    written += length;
  }

  private void add(Extent extent) throws IOException {
    ahead.add(extent);
    if (ahead.size() == AHEAD) {
      flush();
    }
  }

  private void flush() throws IOException {
    List<BlobId> wanted = ahead.stream().map(Extent::id).toList();
    BlobBatch batch = BlobBatch.fetch(reader, wanted);
    for (Extent extent : ahead) {
      zeros(extent.gap());
      byte[] chunk = batch.get(extent.id());
      if (chunk.length != extent.length()) {
        throw new VaultException.Corrupt("blob " + extent.id() + " is not of its file's length");
      }
      out.write(chunk);
      written += chunk.length;
    }
    ahead.clear();
  }

  private void zeros(long count) throws IOException {
    for (long left = count; left > 0; left -= ZEROS.length) {
      out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
    }
    written += count;
  }
}
