package io.csdr.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Names one process of one boot of one machine, so that another process can tell whether it still lives.
/// `boot` is the kernel's boot id and empty where there is none to be had.
public record ProcessMark(String boot, long pid, Instant started) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /// What became of a process.
  public enum State {
    ALIVE,
    GONE,
    /// It ran on another machine, or this system does not tell.
    UNKNOWN
  }

  /// This process.
  public static ProcessMark own() {
    ProcessHandle own = ProcessHandle.current();
    return new ProcessMark(bootId(), own.pid(), startOf(own));
  }

  /// Whether the process that made this mark is still there.
  public State state() {
    String here = bootId();
    if (boot.isEmpty() || here.isEmpty()) {
      return State.UNKNOWN;
    }
    if (!boot.equals(here)) {
      return State.UNKNOWN;
    }
    boolean alive =
        ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> startOf(process).equals(started))
            .isPresent();
    return alive ? State.ALIVE : State.GONE;
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  private static String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
