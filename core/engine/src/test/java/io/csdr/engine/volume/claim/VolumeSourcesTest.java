package io.csdr.engine.volume.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeSourcesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "csi: {driver: d.example.com, volumeHandle: h1} | Csi[driver=d.example.com, handle=h1]",
        "local: {path: /mnt/a} | Local[]",
        "hostPath: {path: /srv} | HostPath[]",
        "nfs: {server: s, path: /} | InTree[kind=nfs]",
        "iscsi: {iqn: i, lun: 0, targetPortal: p} | InTree[kind=iscsi]",
        "gcePersistentDisk: {pdName: p} | InTree[kind=gcePersistentDisk]",
        "flexVolume: {driver: alicloud/disk} | Unsupported[kind=flexVolume]",
        "rbd: {image: i, monitors: [m]} | Unsupported[kind=rbd]",
        "cephfs: {monitors: [m]} | Unsupported[kind=cephfs]",
        "capacity: {storage: 1Gi} | InTree[kind=unknown]",
      })
  void theKindOfAVolumeIsRead(String yaml, String expected) {
    PersistentVolumeSpec spec =
        new KubernetesSerialization().unmarshal(yaml, PersistentVolumeSpec.class);

    assertThat(VolumeSources.of(spec)).hasToString(expected);
  }
}
