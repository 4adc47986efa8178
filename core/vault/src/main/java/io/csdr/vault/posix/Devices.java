package io.csdr.vault.posix;

import static io.csdr.vault.posix.Libc.INT;
import static io.csdr.vault.posix.Libc.LONG;
import static io.csdr.vault.posix.Libc.POINTER;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// What only block devices can do.
final class Devices {
  private static final MethodHandle IOCTL = Libc.variadic("ioctl", 2, INT, INT, LONG, POINTER);
  private static final long BLKGETSIZE64 = 0x80081272L;
  private static final long BLKZEROOUT = 0x127fL;

  private Devices() {}

  /// Bytes of the device.
  static long size(Fd device) throws PosixException {
    Scratch scratch = Scratch.current();
    ioctl(scratch, device, BLKGETSIZE64, "ask for the device's size");
    return scratch.struct.get(ValueLayout.JAVA_LONG, 0);
  }

  /// Makes a range of the device read as zeros, without writing them where the device can.
  static void zero(Fd device, long position, long length) throws PosixException {
    Scratch scratch = Scratch.current();
    scratch.struct.set(ValueLayout.JAVA_LONG, 0, position);
    scratch.struct.set(ValueLayout.JAVA_LONG, 8, length);
    ioctl(scratch, device, BLKZEROOUT, "zero the device");
  }

  private static void ioctl(Scratch scratch, Fd device, long request, String what)
      throws PosixException {
    int result;
    try {
      do {
        result = (int) IOCTL.invokeExact(scratch.state, device.number(), request, scratch.struct);
      } while (scratch.interrupted(result));
    } catch (Throwable e) {
      throw Libc.broken(e);
    }
    scratch.check(result, what);
  }
}
