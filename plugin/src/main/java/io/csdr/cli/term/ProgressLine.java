package io.csdr.cli.term;

import io.csdr.cli.text.Age;
import io.csdr.cli.text.SafeText;
import io.csdr.model.ProgressEvent;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Progress as the status line of a terminal: time, step, objects, bytes with rate and time left.
public final class ProgressLine implements Progress {
  private static final Duration TICK = Duration.ofMillis(250);

  private final Terminal terminal;
  private final LongSupplier nanos;
  private final long started;
  private final int columns;
  private final Transfer transfer = new Transfer();
  private final Thread ticker;
  private String step = "";
  private String objects = "";

  ProgressLine(Terminal terminal, LongSupplier nanos) {
    this.terminal = terminal;
    this.nanos = nanos;
    this.started = nanos.getAsLong();
    this.columns = terminal.tty().columns();
    this.ticker = Thread.ofVirtual().unstarted(this::tick);
    ticker.start();
  }

  @Override
  public synchronized void on(ProgressEvent event) {
    switch (event) {
      case ProgressEvent.Step it -> {
        step = it.text();
        objects = "";
        terminal.status(text());
      }
      case ProgressEvent.Objects it ->
          objects = it.done() + (it.total() > 0 ? "/" + it.total() : "") + " objects";
      case ProgressEvent.Volume it -> transfer.moved(it.claim(), it.progress(), nanos.getAsLong());
      case ProgressEvent.VolumeDone it -> {
        transfer.finished(it.claim());
        terminal.say("volume " + it.claim() + ": " + it.text());
      }
      case ProgressEvent.Warning it -> terminal.warn(it.text());
    }
  }

  @Override
  public void close() {
    ticker.interrupt();
    synchronized (this) {
      terminal.status("");
    }
  }

  /// What the line says now.
  synchronized String text() {
    StringBuilder text = new StringBuilder();
    text.append(Age.of(Duration.ofNanos(nanos.getAsLong() - started))).append("  ").append(step);
    if (!objects.isEmpty()) {
      text.append("  ").append(objects);
    }
    if (transfer.moving() > 0) {
      text.append("  ").append(transfer.text());
    }
    String line = SafeText.of(text.toString()).replace('\n', ' ');
    return line.length() < columns ? line : line.substring(0, columns - 1);
  }

  private void tick() {
    try {
      while (true) {
        synchronized (this) {
          if (Thread.currentThread().isInterrupted()) {
            return;
          }
          terminal.status(text());
        }
        Thread.sleep(TICK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }
}
