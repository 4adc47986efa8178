package io.csdr.vault.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BlobIdTest {
  private static final BlobId ID = new BlobId(1, -2, Long.MIN_VALUE, 0xabcdefL);

  @Test
  void textComesBackAsTheSameId() {
    assertThat(ID.toString())
        .isEqualTo("0000000000000001fffffffffffffffe80000000000000000000000000abcdef");
    assertThat(BlobId.parse(ID.toString())).isEqualTo(ID);
  }

  @Test
  void otherTextIsRefused() {
    String text = ID.toString();
    for (String wrong : new String[] {"", text.substring(1), text + "0", "x" + text.substring(1)}) {
      assertThatThrownBy(() -> BlobId.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void orderIsThatOfUnsignedBytes() {
    assertThat(new BlobId(-1, 0, 0, 0)).isGreaterThan(new BlobId(1, 0, 0, 0));
    assertThat(new BlobId(0, 0, 0, -1)).isGreaterThan(new BlobId(0, 0, 0, 1));
  }
}
