package io.csdr.vault.posix;

/// Flags of `openat`; some of them differ between processors.
final class OpenFlags {
  static final int READ = 0;
  static final int WRITE = 1;
  static final int READ_WRITE = 2;
  static final int CREATE = 0100;
  static final int EXCLUSIVE = 0200;
  static final int NONBLOCK = 04000;
  static final int NOATIME = 01000000;
  static final int CLOEXEC = 02000000;
  static final int PATH = 010000000;
  static final int DIRECTORY;
  static final int NOFOLLOW;

  static {
    String processor = System.getProperty("os.arch");
    switch (processor) {
      case "amd64" -> {
        DIRECTORY = 0200000;
        NOFOLLOW = 0400000;
      }
      case "aarch64" -> {
        DIRECTORY = 040000;
        NOFOLLOW = 0100000;
      }
      default -> throw new IllegalStateException("no volumes on the processor " + processor);
    }
  }

  private OpenFlags() {}
}
