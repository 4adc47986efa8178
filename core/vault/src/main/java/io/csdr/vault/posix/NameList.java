package io.csdr.vault.posix;

import static io.csdr.vault.posix.Libc.INT;
import static io.csdr.vault.posix.Libc.LONG;
import static io.csdr.vault.posix.Libc.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/// The names in one directory in ascending order, in little more memory than their bytes.
final class NameList {
  private static final MethodHandle GETDENTS =
      Libc.function("getdents64", LONG, INT, POINTER, LONG);

  private byte[] bytes = new byte[512];
  private int[] starts = new int[33];
  private int count;

  private NameList() {}

  /// Reads a directory, `.` and `..` left out.
  static NameList read(Fd directory) throws PosixException {
    NameList names = new NameList();
    Scratch scratch = Scratch.current();
    while (true) {
      long result;
      try {
        do {
          result =
              (long)
                  GETDENTS.invokeExact(
                      scratch.state, directory.number(), scratch.io, (long) Scratch.IO_BYTES);
        } while (scratch.interrupted(result));
      } catch (Throwable e) {
        throw Libc.broken(e);
      }
      if (scratch.check(result, "list") == 0) {
        names.sort();
        return names;
      }
      names.addAll(scratch.io, (int) result);
    }
  }

  /// `struct linux_dirent64`: inode 8, offset 8, record length 2, type 1, name with NUL.
  private void addAll(MemorySegment records, int length) {
    int at = 0;
    while (at < length) {
      int recordLength = records.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 16L) & 0xffff;
      add(records, at + 19);
      at += recordLength;
    }
  }

  private void add(MemorySegment records, int from) {
    int end = from;
    while (records.get(ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    int length = end - from;
    boolean dot = records.get(ValueLayout.JAVA_BYTE, from) == '.';
    if (dot
        && (length == 1 || (length == 2 && records.get(ValueLayout.JAVA_BYTE, from + 1L) == '.'))) {
      return;
    }
    int start = starts[count];
    if (start + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(start + length, bytes.length * 2));
    }
    if (count + 2 > starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
    }
    MemorySegment.copy(records, ValueLayout.JAVA_BYTE, from, bytes, start, length);
    count++;
    starts[count] = start + length;
  }

  int size() {
    return count;
  }

  /// A copy of the name at a position.
  byte[] get(int position) {
    return Arrays.copyOfRange(bytes, starts[position], starts[position + 1]);
  }

  /// Sorts by merging runs, on positions, and lays the names out anew.
  private void sort() {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    order = mergeSort(order);
    byte[] sortedBytes = new byte[starts[count]];
    int[] sortedStarts = new int[count + 1];
    for (int i = 0; i < count; i++) {
      int length = starts[order[i] + 1] - starts[order[i]];
      System.arraycopy(bytes, starts[order[i]], sortedBytes, sortedStarts[i], length);
      sortedStarts[i + 1] = sortedStarts[i] + length;
    }
    bytes = sortedBytes;
    starts = sortedStarts;
  }

  private int[] mergeSort(int[] order) {
    int[] from = order;
    int[] to = new int[count];
    for (int width = 1; width < count; width *= 2) {
      for (int low = 0; low < count; low += 2 * width) {
        int middle = Math.min(low + width, count);
        merge(from, to, low, middle, Math.min(middle + width, count));
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private void merge(int[] from, int[] to, int low, int middle, int high) {
    int left = low;
    int right = middle;
    for (int i = low; i < high; i++) {
      boolean takeLeft = left < middle && (right >= high || compare(from[left], from[right]) <= 0);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }

  private int compare(int a, int b) {
    return Arrays.compareUnsigned(bytes, starts[a], starts[a + 1], bytes, starts[b], starts[b + 1]);
  }
}
