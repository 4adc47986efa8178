package io.csdr.vault.posix;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobReceiver;
import io.csdr.vault.tree.BlockMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Restores a block device. Holes are discarded or zeroed, blocks are written in the order of the vault's packs by the
/// threads that bring them.
public final class BlockFiller {
  private static final int MOST = 400_000;

  private final BlobReader reader;
  private final FillSettings settings;

  public BlockFiller(BlobReader reader, FillSettings settings) {
    this.reader = reader;
    this.settings = settings;
  }

  /// Overwrites the device, which must be at least as large as the saved one, or the image file, which
  /// becomes exactly as large.
  ///
  /// @throws IOException when it is too small or cannot be written
  /// @throws VaultException when the map of blocks cannot be had or breaks the format
  /// @throws java.util.concurrent.CancellationException when the work was cancelled
  public FillResult fill(BlobId root, Path device) throws IOException {
    BlockMap map = new BlockMap(reader, root);
    ProgressMeter meter =
        new ProgressMeter(
            settings.volume().progress(), settings.volume().cancelled(), 0, map.size());
    try (BlockTarget target = BlockTarget.open(device, OpenFlags.READ_WRITE)) {
      target.fit(map.size(), device);
      Fill fill = new Fill(target, map.size(), meter);
      map.forEach(fill::block);
      fill.finish();
      Content.sync(target.fd());
      meter.tell();
      EntryNotes damaged = fill.damaged.told();
      String error =
          damaged.isEmpty() || settings.allowDamage()
              ? null
              : "the vault lost " + damaged.count() + " blocks";
      return new FillResult(0, meter.bytes(), EntryNotes.NONE, EntryNotes.NONE, damaged, error);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Where a blob goes, and the next place of the same blob.
  private record Place(long position, @Nullable Place next) {}

  private final class Fill implements BlobReceiver {
    private final BlockTarget target;
    private final long size;
    private final ProgressMeter meter;
    private final Notes damaged = new Notes();
    private final Map<BlobId, Place> wanted = new LinkedHashMap<>();
    private long end;
    private int places;

    Fill(BlockTarget target, long size, ProgressMeter meter) {
      this.target = target;
      this.size = size;
      this.meter = meter;
    }

    /// The next block; what lies between it and the one before is a hole.
    void block(long index, BlobId id) {
      long position = index * BlockMap.BLOCK;
      zero(end, position);
      end = position + length(position);
      wanted.put(id, new Place(position, wanted.get(id)));
      places++;
      if (places == MOST) {
        fetch();
      }
    }

    void finish() {
      zero(end, size);
      fetch();
    }

    private void fetch() {
      reader.fetch(wanted.keySet(), this);
      wanted.clear();
      places = 0;
    }

    private int length(long position) {
      return (int) Math.min(BlockMap.BLOCK, size - position);
    }

    @Override
    public void received(BlobId id, byte[] plain) {
      for (Place place = wanted.get(id); place != null; place = place.next) {
        if (plain.length != length(place.position)) {
          damage(place, "blob " + id + " is not of the length of a block");
          continue;
        }
        try {
          Content.write(target.fd(), place.position, plain, 0, plain.length);
        } catch (PosixException e) {
          throw new UncheckedIOException(e);
        }
        meter.count(0, plain.length);
      }
    }

    @Override
    public void lost(BlobId id, VaultException why) {
      for (Place place = wanted.get(id); place != null; place = place.next) {
        damage(place, String.valueOf(why.getMessage()));
      }
    }

    private void damage(Place place, String why) {
      long behind = place.position + length(place.position);
      damaged.add("bytes " + place.position + " to " + behind, why);
      zero(place.position, behind);
    }

    private void zero(long from, long to) {
      if (from == to) {
        return;
      }
      try {
        target.zero(from, to - from);
      } catch (PosixException e) {
        throw new UncheckedIOException(e);
      }
      meter.count(0, to - from);
    }
  }
}
