package io.csdr.vault;

import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.chunk.ChunkSizes;
import io.csdr.vault.codec.Level;
import io.csdr.vault.commit.Commit;
import io.csdr.vault.commit.CommitDraft;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.CommitRef;
import io.csdr.vault.commit.Commits;
import io.csdr.vault.commit.Listed;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunDraft;
import io.csdr.vault.commit.RunEntry;
import io.csdr.vault.commit.Runs;
import io.csdr.vault.fault.FaultPoint;
import io.csdr.vault.key.KeyMaterial;
import io.csdr.vault.key.KeySlots;
import io.csdr.vault.key.KeySource;
import io.csdr.vault.key.OwnedKeys;
import io.csdr.vault.key.SlotInfo;
import io.csdr.vault.key.VaultId;
import io.csdr.vault.pipeline.BlobSpace;
import io.csdr.vault.pipeline.WriterSettings;
import io.csdr.vault.seal.SelfTest;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A vault that was opened with one of its keys. For many threads; closing it closes its store.
public final class Vault implements AutoCloseable {
  private final Store store;
  private final VaultConfig config;
  private final VaultConfig.Body settings;
  private final OwnedKeys keys;
  private final KeySlots slots;
  private final BlobSpace blobs;
  private final Runs runs;
  private final Commits commits;

  private Vault(Store store, VaultConfig config, OwnedKeys keys) {
    this.store = store;
    this.config = config;
    this.keys = keys;
    this.settings = config.open(keys);
    this.slots = new KeySlots(store, id());
    this.blobs = new BlobSpace(store, keys, config.clear().suite());
    this.runs = new Runs(store, keys, config.clear().suite(), InstantSource.system());
    this.commits = new Commits(store, keys, config.clear().suite());
  }

  /// Makes a new vault in the store, which `first` opens. The configuration is written last, so that
  /// an interrupted creation leaves no vault.
  ///
  /// @throws VaultException.Occupied when there is one already
  public static Vault create(
      Store store, CreateOptions options, KeyMaterial first, String slotLabel) {
    SelfTest.run();
    if (store.stat(VaultConfig.KEY).isPresent()) {
      throw new VaultException.Occupied("there already is a vault");
    }
    OwnedKeys keys = OwnedKeys.random(options.id());
    InstantSource clock = InstantSource.system();
    SlotInfo slot = new KeySlots(store, options.id()).add(keys, first, slotLabel, clock.instant());
    VaultConfig.Clear clear =
        new VaultConfig.Clear(0, options.id(), options.suite(), 0, 0, keys.epoch());
    VaultConfig.Body body =
        new VaultConfig.Body(
            clock.instant(), ChunkSizes.DEFAULT, VaultConfig.BLOCK_SIZE, options.label());
    if (!store.putIfAbsent(VaultConfig.KEY, VaultConfig.make(clear, body, keys))) {
      store.delete("keys/" + slot.id());
      throw new VaultException.Occupied("somebody else has just made a vault here");
    }
    return new Vault(store, VaultConfig.load(store), keys);
  }

  /// Opens the vault in the store with the first offered key that fits.
  ///
  /// @throws VaultException.NoVault when there is none
  /// @throws VaultException.WrongKey when no key fits
  /// @throws VaultException.TooNew when a newer program made it
  /// @throws VaultException.Corrupt when its configuration was altered
  public static Vault open(Store store, KeySource source) {
    SelfTest.run();
    VaultConfig config = VaultConfig.load(store);
    OwnedKeys keys = new KeySlots(store, config.clear().vault()).unlock(source);
    return new Vault(store, config, keys);
  }

  /// The id of the vault in a store, for which no key is needed.
  ///
  /// @throws VaultException.NoVault when there is none
  public static VaultId idOf(Store store) {
    return VaultConfig.load(store).clear().vault();
  }

  public VaultId id() {
    return config.clear().vault();
  }

  /// What a person called it; empty if nothing.
  public String label() {
    return settings.label();
  }

  /// The limits of chunks in this vault.
  public ChunkSizes chunkSizes() {
    return settings.chunks();
  }

  public Store store() {
    return store;
  }

  /// The keys, from which a mover is granted a part.
  public OwnedKeys keys() {
    return keys;
  }

  /// The blobs as a mover sees them too.
  public BlobSpace blobs() {
    return blobs;
  }

  /// What new packs and segments are sealed with.
  public Suite suite() {
    return config.clear().suite();
  }

  /// Makes sure that this program may write here at all, also through others.
  ///
  /// @throws VaultException.TooNew when a newer program has added what this one would not keep
  public void requireWritable() {
    config.requireWritable();
  }

  /// A writer at this level of compression. Start the run first.
  public BlobWriter writer(Level level) {
    return writer(WriterSettings.of(level));
  }

  /// A writer with settings of its own. Start the run first.
  public BlobWriter writer(WriterSettings writerSettings) {
    config.requireWritable();
    return blobs.writer(writerSettings);
  }

  public BlobReader reader() {
    return blobs.reader();
  }

  /// Who can open the vault.
  public List<SlotInfo> slots() {
    return slots.list();
  }

  /// Lets one more key open the vault. The label is stored in clear.
  public SlotInfo addSlot(KeyMaterial key, String slotLabel) {
    config.requireWritable();
    return slots.add(keys, key, slotLabel, InstantSource.system().instant());
  }

  /// Takes a key's right away; refused for the last one.
  public void removeSlot(String id) {
    config.requireWritable();
    slots.remove(id);
  }

  /// Writes a run down before it creates anything.
  ///
  /// @throws VaultException.Occupied when the vault has a run of this id
  public Run startRun(RunDraft draft) {
    config.requireWritable();
    Run run = runs.start(draft);
    FaultPoint.pass("vault-run-started");
    return run;
  }

  /// Adds a record (from 1) to a run's journal; returns false where the run already has that record.
  public boolean appendRun(Run run, int seq, byte[] body) {
    config.requireWritable();
    return runs.append(run.runId(), seq, body);
  }

  /// Writes down how a run ended.
  public void endRun(Run run, byte[] body) {
    config.requireWritable();
    runs.end(run.runId(), body);
  }

  /// All runs of the vault whose start can be read.
  public List<Run> runs() {
    return runs.list().whole();
  }

  /// All runs of the vault, and those whose start cannot be read.
  public Listed<Run> listRuns() {
    return runs.list();
  }

  public Optional<Run> findRun(String runId) {
    return runs.find(runId);
  }

  /// A run's journal in order.
  public List<RunEntry> journal(Run run) {
    return runs.journal(run.runId());
  }

  /// One record of a run's journal, without a look at the others.
  public Optional<RunEntry> entry(Run run, int seq) {
    return runs.entry(run.runId(), seq);
  }

  /// Writes down that the run lives, for the n-th time (from 1); the time before is forgotten.
  public void beat(Run run, int n) {
    config.requireWritable();
    runs.beat(run.runId(), n);
  }

  /// When the run last said that it lives, on the store's clock; empty if it never did.
  public Optional<Instant> lastBeat(Run run) {
    return runs.lastBeat(run.runId());
  }

  /// The store's own time, by which runs are judged. Writes to the store.
  public Instant storeTime() {
    config.requireWritable();
    return runs.storeTime();
  }

  /// What the run said at its end, if it ended.
  public Optional<byte[]> outcome(Run run) {
    return runs.outcome(run.runId());
  }

  /// Removes every trace of a run.
  public void deleteRun(Run run) {
    config.requireWritable();
    runs.delete(run.runId());
  }

  /// Makes a backup exist; everything it refers to must be flushed.
  ///
  /// @throws VaultException.Occupied when the cluster has a backup of this name here
  public CommitRef commit(Run run, CommitDraft draft) {
    config.requireWritable();
    CommitRef ref = commits.put(run.runId(), draft);
    FaultPoint.pass("vault-commit-written");
    return ref;
  }

  /// All backups that can be read, the oldest first.
  public List<CommitHeader> commits() {
    return commits.list().whole();
  }

  /// All backups, the oldest first, and those that cannot be read.
  public Listed<CommitHeader> listCommits() {
    return commits.list();
  }

  /// The backups of this name, of any cluster, and those that cannot be read and may be further ones.
  public Listed<CommitHeader> findCommits(String name) {
    return commits.find(name);
  }

  /// The cluster's backup of this name.
  ///
  /// @throws VaultException.Corrupt when it is there and cannot be read
  public Optional<CommitHeader> findCommit(String clusterUid, String name) {
    return commits.find(clusterUid, name);
  }

  /// Whether the cluster has a backup of this name, which may be damaged.
  public boolean hasCommit(String clusterUid, String name) {
    return commits.has(clusterUid, name);
  }

  /// One backup with its body.
  public Commit read(CommitRef ref) {
    return commits.read(ref);
  }

  /// Removes a backup's commit object and nothing else.
  public void delete(CommitRef ref) {
    config.requireWritable();
    commits.delete(ref);
  }

  @Override
  public void close() {
    store.close();
  }
}
