package io.csdr.engine.flow;

import io.csdr.vault.tree.TreeBuilder;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Locale;

/// Cuts what is written into files `coverage-000000.jsonl`, … of one tree, at ends of lines.
final class CoverageFile extends OutputStream {
  private static final int PART = 1 << 20;

  private final TreeBuilder tree;
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private int parts;

  CoverageFile(TreeBuilder tree) {
    this.tree = tree;
  }

  @Override
  public void write(int octet) {
    part.write(octet);
    if (octet == '\n' && part.size() >= PART) {
      cut();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (int i = 0; i < length; i++) {
      write(bytes[offset + i]);
    }
  }

  @Override
  public void close() {
    if (part.size() > 0 || parts == 0) {
      cut();
    }
  }

  private void cut() {
    tree.add(String.format(Locale.ROOT, "coverage-%06d.jsonl", parts++), part.toByteArray());
    part.reset();
  }
}
