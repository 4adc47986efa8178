package io.csdr.vault.tree;

/// The first byte of every page, as `docs/format.md` section 11 lists them.
enum PageKind {
  ROOT('R'),
  LEAF('L'),
  INDEX('I'),
  EXTENTS('X'),
  EXTENT_INDEX('Y'),
  ID_TABLE('M');

  static final int VERSION = 1;

  private final int code;

  PageKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
