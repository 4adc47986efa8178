package io.csdr.vault.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriterSettingsTest {

  @ParameterizedTest
  @CsvSource({"64,4", "96,8", "160,16", "256,16", "512,32", "8192,32"})
  void packsSuitTheHeap(long heapMib, int packMib) {
    WriterSettings settings = WriterSettings.of(Level.FAST, 2, heapMib << 20);
    assertThat(settings.dataPack()).isEqualTo(packMib << 20);
    long held =
        (long) settings.dataPacksHeld() * settings.dataPack()
            + 2L * settings.metaPack()
            + settings.waiting();
    assertThat(held).isLessThan((heapMib << 20) / 2);
    assertThat(settings.waiting()).isGreaterThanOrEqualTo(BlobWriter.MAX_BLOB);
  }
}
