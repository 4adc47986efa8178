package io.csdr.engine.volume.claim;

import io.csdr.model.PvcRef;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Facts about a claim `shop/data`, bound to a CSI volume with snapshots, unless told otherwise.
public record Facts(ClaimFacts value) {
  private static final PvcRef CLAIM = new PvcRef("shop", "data");

  public static Facts csi() {
    return of(new VolumeSource.Csi("disk.example.com", "vol-1"));
  }

  public static Facts of(VolumeSource source) {
    return new Facts(
        new ClaimFacts(
            CLAIM,
            state("Bound", Set.of("ReadWriteOnce")),
            new VolumeFacts("pv-1", source, 1 << 30, false),
            List.of(),
            new SnapshotOffer.Offered("snap", "fast")));
  }

  public static ClaimState state(String phase, Set<String> modes) {
    return new ClaimState(
        "uid-1", phase, false, false, 1 << 30, modes, "fast", Map.of(), Map.of(), "");
  }

  public Facts users(ClaimUser... users) {
    return new Facts(
        new ClaimFacts(
            value.claim(), value.state(), value.volume(), List.of(users), value.snapshots()));
  }

  public Facts offer(SnapshotOffer offer) {
    return new Facts(
        new ClaimFacts(value.claim(), value.state(), value.volume(), value.users(), offer));
  }

  public Facts noSnapshots() {
    return offer(new SnapshotOffer.NotOffered("no class", "make one"));
  }

  public Facts state(ClaimState state) {
    return new Facts(
        new ClaimFacts(value.claim(), state, value.volume(), value.users(), value.snapshots()));
  }

  public Facts modes(String... modes) {
    return state(state("Bound", Set.of(modes)));
  }

  public Facts pinned() {
    VolumeFacts volume = value.volume();
    if (volume == null) {
      throw new IllegalStateException("no volume to pin");
    }
    return new Facts(
        new ClaimFacts(
            value.claim(),
            value.state(),
            new VolumeFacts(volume.name(), volume.source(), volume.capacityBytes(), true),
            value.users(),
            value.snapshots()));
  }

  public Facts unbound() {
    return new Facts(
        new ClaimFacts(value.claim(), value.state(), null, value.users(), value.snapshots()));
  }

  public static ClaimUser running(String pod, String node) {
    return new ClaimUser(pod, "uid-" + pod, node, false);
  }

  public static ClaimUser leaving(String pod, String node) {
    return new ClaimUser(pod, "uid-" + pod, node, true);
  }

  public static ClaimUser waiting(String pod) {
    return new ClaimUser(pod, "uid-" + pod, null, false);
  }
}
