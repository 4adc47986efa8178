package io.csdr.cli.term;

import io.csdr.model.ProgressEvent;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Progress as plain lines, one per step and finished volume; while data moves, one a minute.
public final class ProgressLog implements Progress {
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final Terminal terminal;
  private final LongSupplier nanos;
  private final Transfer transfer = new Transfer();
  private long told;

  ProgressLog(Terminal terminal, LongSupplier nanos) {
    this.terminal = terminal;
    this.nanos = nanos;
    this.told = nanos.getAsLong();
  }

  @Override
  public synchronized void on(ProgressEvent event) {
    switch (event) {
      case ProgressEvent.Step it -> say(it.text());
      case ProgressEvent.Objects _ -> {
        // the next step tells that they are done
      }
      case ProgressEvent.Volume it -> {
        long now = nanos.getAsLong();
        transfer.moved(it.claim(), it.progress(), now);
        if (now - told >= PAUSE) {
          say(transfer.text());
        }
      }
      case ProgressEvent.VolumeDone it -> {
        transfer.finished(it.claim());
        say("volume " + it.claim() + ": " + it.text());
      }
      case ProgressEvent.Warning it -> terminal.warn(it.text());
    }
  }

  @Override
  public void close() {
    // nothing is left to take away
  }

  private void say(String text) {
    terminal.say(text);
    told = nanos.getAsLong();
  }
}
