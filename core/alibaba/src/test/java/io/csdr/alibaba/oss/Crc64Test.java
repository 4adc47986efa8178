package io.csdr.alibaba.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.common.utils.CRC64;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {
  @Test
  void theCheckValueOfTheStandardComesOut() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(Crc64.of(digits, 0, 9)).isEqualTo(0x995DC9BBDF1939FAL);
    assertThat(Crc64.of(digits, 0, 0)).isZero();
  }

  @Test
  void itIsTheVendorsSumAtEveryLengthAndOffset() {
    byte[] noise = new byte[300];
    new Random(5).nextBytes(noise);
    for (int offset = 0; offset < 20; offset++) {
      for (int length = 0; length < noise.length - offset; length += 7) {
        CRC64 theirs = new CRC64();
        theirs.update(noise, offset, length);
        assertThat(Crc64.of(noise, offset, length)).isEqualTo(theirs.getValue());
      }
    }
  }
}
