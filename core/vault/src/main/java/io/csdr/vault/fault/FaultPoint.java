package io.csdr.vault.fault;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A named place in a flow where a test can let the process die as if the power had failed.
///
/// A `Main` arms at most one point from the environment: `CSDR_FAULT=NAME[:N]` halts the virtual machine
/// at the N-th pass (default the first), and only if `CSDR_TESTING=1`. All names are listed in
/// `docs/fault-points.md`; a test compares that list with the code.
public final class FaultPoint {
  /// What the halted process exits with, as after SIGKILL.
  public static final int EXIT_CODE = 137;

  private static final AtomicReference<@Nullable Armed> ARMED = new AtomicReference<>();

  private FaultPoint() {}

  /// Arms the point that the environment names, if testing is switched on.
  ///
  /// @throws IllegalArgumentException when the number after the colon is no positive integer
  public static void arm(Map<String, String> environment) {
    String fault = environment.get("CSDR_FAULT");
    if (fault == null || !"1".equals(environment.get("CSDR_TESTING"))) {
      return;
    }
    int colon = fault.indexOf(':');
    String name = colon < 0 ? fault : fault.substring(0, colon);
    int pass = colon < 0 ? 1 : Integer.parseInt(fault.substring(colon + 1));
    if (pass < 1) {
      throw new IllegalArgumentException("CSDR_FAULT counts passes from 1: " + fault);
    }
    ARMED.set(new Armed(name, new AtomicInteger(pass)));
  }

  /// Passes the point, or dies there.
  public static void pass(String name) {
    Armed armed = ARMED.get();
    if (armed != null && armed.name.equals(name) && armed.left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  private record Armed(String name, AtomicInteger left) {}
}
