package io.csdr.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Names one process of one boot of one machine, so that another process can tell whether it still lives.
/// `boot` is the kernel's boot id and empty where there is none to be had. `machine` outlasts boots: the
/// machine's id with its host name, because images of machines are copied with the id. `pids` is the namespace
/// in which `pid` counts: each container has its own. Both are null or empty where there is none, and in marks
/// of older programs.
public record ProcessMark(
    String boot, long pid, Instant started, @Nullable String machine, @Nullable String pids) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path MACHINE_ID = Path.of("/etc/machine-id");
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Path PIDS = Path.of("/proc/self/ns/pid");

  /// What became of a process.
  public enum State {
    ALIVE,
    GONE,
    /// It ran on another machine or in another container, or this system does not tell.
    UNKNOWN
  }

  /// This process.
  public static ProcessMark own() {
    ProcessHandle own = ProcessHandle.current();
    return new ProcessMark(text(BOOT_ID), own.pid(), startOf(own), machineHere(), pidsHere());
  }

  /// Whether the process that made this mark is still there. No process outlives the boot of its machine.
  public State state() {
    String here = text(BOOT_ID);
    if (boot.isEmpty() || here.isEmpty()) {
      return State.UNKNOWN;
    }
    if (!boot.equals(here)) {
      boolean rebooted = machine != null && !machine.isEmpty() && machine.equals(machineHere());
      return rebooted ? State.GONE : State.UNKNOWN;
    }
    if (pids != null && !pids.isEmpty() && !pids.equals(pidsHere())) {
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

  private static String machineHere() {
    String id = text(MACHINE_ID);
    String host = text(HOST_NAME);
    return id.isEmpty() || host.isEmpty() ? "" : id + "/" + host;
  }

  private static String pidsHere() {
    try {
      return Files.readSymbolicLink(PIDS).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
