package io.csdr.vault.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Native memory of one thread for the arguments and results of system calls.
final class Scratch {
  /// Bytes that one read or write moves at most.
  static final int IO_BYTES = 256 << 10;

  private static final int NAME_BYTES = 64 << 10;
  private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);

  /// Receives errno.
  final MemorySegment state;

  /// Receives or holds a structure: a stat, two times.
  final MemorySegment struct;

  /// Carries content.
  final MemorySegment io;

  private final MemorySegment first;
  private final MemorySegment second;

  private Scratch() {
    Arena arena = Arena.ofAuto();
    state = arena.allocate(Libc.STATE_BYTES, 8);
    struct = arena.allocate(512, 8);
    io = arena.allocate(IO_BYTES, 4096);
    first = arena.allocate(NAME_BYTES);
    second = arena.allocate(NAME_BYTES);
  }

  /// The calling thread's own.
  static Scratch current() {
    return CURRENT.get();
  }

  /// The bytes as a C string, valid until the next call.
  MemorySegment name(byte[] name) throws PosixException {
    return string(first, name);
  }

  /// A second C string beside [#name].
  MemorySegment other(byte[] name) throws PosixException {
    return string(second, name);
  }

  private static MemorySegment string(MemorySegment memory, byte[] bytes) throws PosixException {
    if (bytes.length >= NAME_BYTES) {
      throw new PosixException("name", Errno.ENAMETOOLONG);
    }
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
    memory.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return memory;
  }

  /// Turns a result of -1 into an exception.
  int check(int result, String call) throws PosixException {
    if (result == -1) {
      throw new PosixException(call, Libc.errno(state));
    }
    return result;
  }

  long check(long result, String call) throws PosixException {
    if (result == -1) {
      throw new PosixException(call, Libc.errno(state));
    }
    return result;
  }

  /// Whether the call was interrupted and has to be made again.
  boolean interrupted(long result) {
    return result == -1 && Libc.errno(state) == Errno.EINTR;
  }
}
