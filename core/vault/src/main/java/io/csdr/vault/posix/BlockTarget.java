package io.csdr.vault.posix;

import java.io.IOException;
import java.nio.file.Path;

/// An open block device, or a file that holds the image of one.
final class BlockTarget implements AutoCloseable {
  private static final byte[] ZEROS = new byte[Scratch.IO_BYTES];

  private final Fd fd;
  private final boolean device;
  private final long size;

  private BlockTarget(Fd fd, boolean device, long size) {
    this.fd = fd;
    this.device = device;
    this.size = size;
  }

  /// Opens what the user named.
  ///
  /// @throws IOException when it is neither a block device nor a regular file
  static BlockTarget open(Path path, int flags) throws IOException {
    Fd fd = Fd.file(path, flags);
    try {
      FileStat stat = FileStat.of(fd);
      return switch (stat.type()) {
        case FileStat.BLOCK_DEVICE -> new BlockTarget(fd, true, Devices.size(fd));
        case FileStat.REGULAR -> new BlockTarget(fd, false, stat.size());
        default -> throw new IOException(path + " is neither a block device nor an image");
      };
    } catch (IOException | RuntimeException e) {
      fd.close();
      throw e;
    }
  }

  Fd fd() {
    return fd;
  }

  long size() {
    return size;
  }

  /// Makes it as long as a tree's device: an image exactly, a device must have the room.
  ///
  /// @throws IOException when the device is too small
  void fit(long wanted, Path path) throws IOException {
    if (device && size < wanted) {
      throw new IOException(path + " has " + size + " bytes, the saved device has " + wanted);
    }
    if (!device && size != wanted) {
      Content.truncate(fd, wanted);
    }
  }

  /// Makes a range read as zeros, by the cheapest means that works.
  void zero(long position, long length) throws PosixException {
    try {
      if (device) {
        Devices.zero(fd, position, length);
      } else if (position < size) {
        Content.punch(fd, position, length);
      }
    } catch (PosixException e) {
      switch (e.errno()) {
        case Errno.EOPNOTSUPP, Errno.EINVAL, Errno.ENOTTY, Errno.ENOSYS, Errno.EPERM ->
            write(position, length);
        default -> throw e;
      }
    }
  }

  private void write(long position, long length) throws PosixException {
    for (long done = 0; done < length; done += ZEROS.length) {
      Content.write(fd, position + done, ZEROS, 0, (int) Math.min(ZEROS.length, length - done));
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
