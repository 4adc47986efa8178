package io.csdr.cli.command.run;

import io.csdr.cli.term.Terminal;
import io.csdr.cli.text.ByteSize;
import io.csdr.cli.text.SafeText;
import io.csdr.model.ProgressEvent;
import io.csdr.model.ProgressSink;
import io.csdr.model.PvcRef;
import io.csdr.model.job.MoverProgress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Tells the progress of a run on standard error: on a terminal one line that is written anew, with bytes,
/// rate and time left; elsewhere one plain line per step.
public final class Progress implements ProgressSink {
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Terminal terminal;
  private final long started = System.nanoTime();
  private final Map<PvcRef, MoverProgress> volumes = new LinkedHashMap<>();
  private String step = "";
  private String objects = "";
  private long moving;
  private long drawn;

  public Progress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public synchronized void on(ProgressEvent event) {
    switch (event) {
      case ProgressEvent.Step it -> {
        step = it.text();
        objects = "";
        plain(step);
      }
      case ProgressEvent.Objects it ->
          objects = it.done() + (it.total() > 0 ? "/" + it.total() : "") + " objects";
      case ProgressEvent.Volume it -> {
        if (moving == 0) {
          moving = System.nanoTime();
        }
        volumes.put(it.claim(), it.progress());
      }
      case ProgressEvent.VolumeDone it -> {
        volumes.remove(it.claim());
        line("volume " + it.claim() + ": " + it.text());
      }
      case ProgressEvent.Warning it -> {
        terminal.status("");
        terminal.warn(SafeText.of(it.text()));
      }
    }
    draw();
  }

  private void plain(String text) {
    if (!terminal.ttys().err()) {
      terminal.say(SafeText.of(text));
    }
  }

  private void line(String text) {
    terminal.status("");
    terminal.say(SafeText.of(text));
  }

  private void draw() {
    long now = System.nanoTime();
    if (!terminal.ttys().err() || now - drawn < REDRAW_NANOS) {
      return;
    }
    drawn = now;
    StringBuilder text = new StringBuilder(elapsed(now - started)).append("  ").append(step);
    if (!objects.isEmpty()) {
      text.append("  ").append(objects);
    }
    if (!volumes.isEmpty()) {
      text.append("  ").append(data(now));
    }
    terminal.status(SafeText.of(text.toString()));
  }

  private String data(long now) {
    long bytes = volumes.values().stream().mapToLong(MoverProgress::bytes).sum();
    long total = volumes.values().stream().mapToLong(MoverProgress::totalBytes).sum();
    long rate = bytes * TimeUnit.SECONDS.toNanos(1) / Math.max(1, now - moving);
    StringBuilder text = new StringBuilder();
    text.append(volumes.size()).append(volumes.size() == 1 ? " volume  " : " volumes  ");
    text.append(ByteSize.of(bytes));
    if (total > bytes) {
      text.append('/').append(ByteSize.of(total));
    }
    text.append("  ").append(ByteSize.of(rate)).append("/s");
    if (total > bytes && rate > 0) {
      text.append("  ").append(elapsed(TimeUnit.SECONDS.toNanos((total - bytes) / rate)));
      text.append(" left");
    }
    return text.toString();
  }

  private static String elapsed(long nanos) {
    Duration time = Duration.ofNanos(nanos);
    return time.toMinutes() > 0
        ? time.toMinutes() + "m" + time.toSecondsPart() + "s"
        : time.toSeconds() + "s";
  }
}
