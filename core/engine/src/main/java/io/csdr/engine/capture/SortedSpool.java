package io.csdr.engine.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;

/// Sorts any number of entries within a fixed amount of memory: full buffers are sorted and written out,
/// and all of them are merged at the end. Files are sealed with a key that never leaves this process, as
/// Secrets are among the entries.
///
/// [#add] may be called by many threads; [#drain] once, after the last of them.
final class SortedSpool implements AutoCloseable {
  private static final Comparator<Entry> BY_KEY = Comparator.comparing(Entry::key);
  private static final int OVERHEAD = 96;

  private final Path folder;
  private final long capacity;
  private final List<SpoolRun> runs = new ArrayList<>();
  private List<Entry> buffer = new ArrayList<>();
  private long buffered;

  /// One entry; keys order by UTF-16 unit, and `/` before everything else.
  record Entry(String key, String value) {}

  SortedSpool(Path folder, long capacity) {
    this.folder = folder;
    this.capacity = capacity;
  }

  /// Takes one entry; where a key comes twice, one of the two values is kept.
  synchronized void add(String key, String value) {
    // A separator below every other character makes the order that of the segments.
    buffer.add(new Entry(key.replace('/', '\0'), value));
    buffered += key.length() + value.length() + OVERHEAD;
    if (buffered > capacity) {
      try {
        buffer.sort(BY_KEY);
        runs.add(SpoolRun.write(folder, buffer));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write temporary files in " + folder, e);
      }
      buffer = new ArrayList<>();
      buffered = 0;
    }
  }

  /// Passes on all entries in ascending order of keys and forgets them.
  synchronized void drain(BiConsumer<String, String> to) {
    buffer.sort(BY_KEY);
    try {
      PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(head -> head.entry.key));
      push(heads, new Head(buffer.iterator()::next, buffer.size()));
      for (SpoolRun run : runs) {
        push(heads, new Head(run.reader()::next, run.entries()));
      }
      String last = "";
      while (!heads.isEmpty()) {
        Head head = heads.remove();
        if (!head.entry.key.equals(last)) {
          last = head.entry.key;
          to.accept(last.replace('\0', '/'), head.entry.value);
        }
        push(heads, head);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read temporary files in " + folder, e);
    }
    buffer = new ArrayList<>();
  }

  @Override
  public synchronized void close() {
    runs.forEach(SpoolRun::close);
    runs.clear();
  }

  private static void push(PriorityQueue<Head> heads, Head head) throws IOException {
    if (head.advance()) {
      heads.add(head);
    }
  }

  /// Where entries of one run come from.
  private interface Source {
    Entry next() throws IOException;
  }

  private static final class Head {
    private final Source source;
    private long left;
    private Entry entry = new Entry("", "");

    Head(Source source, long entries) {
      this.source = source;
      this.left = entries;
    }

    boolean advance() throws IOException {
      if (left == 0) {
        return false;
      }
      left--;
      entry = source.next();
      return true;
    }
  }
}
