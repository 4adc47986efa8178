package io.csdr.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0,0B",
    "999,999B",
    "1000,1.0KiB",
    "1536,1.5KiB",
    "10239,10.0KiB",
    "1023999,1.0MiB",
    "1048576,1.0MiB",
    "84410368,80.5MiB",
    "9223372036854775807,8.0EiB"
  })
  void oneDecimalAndABinaryUnit(long bytes, String expected) {
    assertThat(ByteSize.of(bytes)).isEqualTo(expected);
  }
}
