package io.csdr.mover;

import io.csdr.model.job.JobJson;
import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import io.csdr.vault.Vault;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.store.Store;
import io.csdr.vault.tunnel.HostDesk;
import io.csdr.vault.tunnel.MoverStart;
import io.csdr.vault.tunnel.StoreAccess;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The desk of a host that runs in the same process as its mover and so has nothing to refuse.
final class OpenDesk implements HostDesk, StoreAccess {
  private final Vault vault;
  private final MoverTask task;
  private final AtomicReference<byte @Nullable []> report = new AtomicReference<>();

  OpenDesk(Vault vault, MoverTask task) {
    this.vault = vault;
    this.task = task;
  }

  /// What the mover reported.
  MoverReport report() {
    return JobJson.report(Objects.requireNonNull(report.get(), "no report came"));
  }

  @Override
  public Store store() {
    return vault.store();
  }

  @Override
  public StoreAccess access() {
    return this;
  }

  @Override
  public MoverStart start() {
    return new MoverStart(JobJson.write(task), vault.suite(), vault.keys().grant());
  }

  @Override
  public byte[] key(PackId pack, int epoch, Purpose purpose) {
    return vault.keys().key(pack, epoch, purpose);
  }

  @Override
  public void progress(byte[] note) {}

  @Override
  public void report(byte[] told) {
    report.set(told);
  }

  @Override
  public boolean mayRead(String key) {
    return true;
  }

  @Override
  public boolean mayList(String prefix) {
    return true;
  }

  @Override
  public boolean mayPut(String key) {
    return true;
  }
}
