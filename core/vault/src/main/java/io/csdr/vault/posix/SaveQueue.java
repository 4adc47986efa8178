package io.csdr.vault.posix;

import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.tree.Boundary;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreeRoot;
import io.csdr.vault.tree.TreeWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Takes entries in the order of the tree, has files read by several threads, and writes the entries in
/// the same order. Apart from the reading, everything happens in the thread of the walk.
final class SaveQueue implements AutoCloseable {
  private static final int MAX_WAITING = 8192;
  private static final int MAX_DIRECTORIES = 256;

  private final TreeWriter tree;
  private final Boundary boundary;
  private final FileReader reader;
  private final Notes problems;
  private final ProgressMeter meter;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final ExecutorService threads;
  private final Semaphore room;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private ReadTask bundle = new ReadTask();
  private int bundleBytes;
  private int bundleDirectories;
  private @Nullable SharedFd lastDirectory;

  /// An entry whose turn has not come; without a task it is complete.
  private record Waiting(Slot slot, @Nullable ReadTask task) {}

  SaveQueue(
      BlobWriter writer, FileReader reader, Notes problems, ProgressMeter meter, int threads) {
    this.tree = new TreeWriter(writer);
    this.boundary = new Boundary(writer.chunkerKey());
    this.reader = reader;
    this.problems = problems;
    this.meter = meter;
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("csdr-read-", 1).factory());
    this.room = new Semaphore(threads * 2);
  }

  /// An entry that is complete.
  void ready(Slot slot) {
    enqueue(slot, null);
  }

  /// A file that goes into a bundle with its neighbours.
  void small(ReadTask.OneFile file) {
    long size = file.slot().stat().size();
    if (file.directory() != lastDirectory) {
      lastDirectory = file.directory();
      bundleDirectories++;
    }
    if (bundleDirectories > MAX_DIRECTORIES
        || boundary.endsBundle(bundleBytes, file.slot().path(), size)) {
      endBundle();
    }
    bundle.add(file);
    bundleBytes += (int) size;
    enqueue(file.slot(), bundle);
  }

  /// A file that is read on its own.
  void large(ReadTask.OneFile file) {
    ReadTask task = new ReadTask();
    task.add(file);
    submit(task);
    enqueue(file.slot(), task);
  }

  /// Waits for everything and writes the root.
  TreeRoot finish() {
    endBundle();
    while (!waiting.isEmpty()) {
      emitFirst();
    }
    meter.tell();
    return tree.finish();
  }

  /// Stops the threads; files that wait are not read.
  @Override
  public void close() {
    stopped.set(true);
    threads.shutdown();
    bundle.release();
    boolean interrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, TimeUnit.HOURS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void endBundle() {
    ReadTask ended = bundle;
    bundle = new ReadTask();
    bundleBytes = 0;
    bundleDirectories = 0;
    lastDirectory = null;
    if (!ended.files().isEmpty()) {
      submit(ended);
    }
  }

  private void submit(ReadTask task) {
    room.acquireUninterruptibly();
    threads.execute(() -> run(task));
  }

  private void run(ReadTask task) {
    try {
      if (!stopped.get()) {
        reader.read(task);
      }
      task.done().complete(null);
    } catch (Throwable e) {
      task.done().completeExceptionally(e);
    } finally {
      task.release();
      room.release();
    }
  }

  private void enqueue(Slot slot, @Nullable ReadTask task) {
    waiting.addLast(new Waiting(slot, task));
    while (!waiting.isEmpty() && complete(waiting.getFirst())) {
      emitFirst();
    }
    if (waiting.size() >= MAX_WAITING) {
      if (waiting.getFirst().task == bundle) {
        endBundle();
      }
      emitFirst();
    }
  }

  private static boolean complete(Waiting first) {
    return first.task == null || first.task.done().isDone();
  }

  private void emitFirst() {
    Waiting first = waiting.removeFirst();
    ReadTask task = first.task;
    if (task != null) {
      try {
        task.done().join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw e;
      }
    }
    TreeEntry entry = first.slot.entry();
    if (entry == null) {
      return;
    }
    LinkTable.First link = first.slot.first();
    if (entry instanceof TreeEntry.Hardlink && link != null && !link.saved()) {
      problems.add(entry.path(), "the same file as " + link.path() + ", which was not saved");
      return;
    }
    tree.add(entry);
    meter.count(1, 0);
    if (link != null) {
      link.setSaved();
    }
  }
}
