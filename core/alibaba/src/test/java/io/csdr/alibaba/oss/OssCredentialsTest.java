package io.csdr.alibaba.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.store.StoreException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OssCredentialsTest {
  @Test
  void aSecretIsRead() {
    OssCredentials user =
        OssCredentials.ofSecret(Map.of("access-key-id", "id\n", "access-key-secret", " secret "));
    assertThat(user.key()).isEqualTo(new OssAccessKey("id", "secret", null));
    assertThat(user.renew()).isFalse();
    OssCredentials role =
        OssCredentials.ofSecret(
            Map.of("access-key-id", "id", "access-key-secret", "s", "security-token", "t"));
    assertThat(role.key()).isEqualTo(new OssAccessKey("id", "s", "t"));
  }

  @Test
  void whatASecretLacksIsNamed() {
    assertThatThrownBy(() -> OssCredentials.ofSecret(Map.of("access-key-id", "id")))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("access-key-secret");
    assertThatThrownBy(
            () -> OssCredentials.ofSecret(Map.of("access-key-id", " ", "access-key-secret", "s")))
        .hasMessageContaining("access-key-id");
  }

  @Test
  void aFileOfVelerosPluginIsRead() {
    Map<String, String> file =
        Map.of(
            "ALIBABA_CLOUD_ACCESS_KEY_ID", "id",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret",
            "ALIBABA_CLOUD_ACCESS_STS_TOKEN", "token");
    assertThat(OssCredentials.ofVeleroFile(file).key())
        .isEqualTo(new OssAccessKey("id", "secret", "token"));
    assertThat(OssCredentials.ofVeleroFile(Map.of())).isInstanceOf(RamRoleCredentials.class);
    assertThat(OssCredentials.ofVeleroFile(Map.of("ALIBABA_CLOUD_RAM_ROLE", "backup")))
        .isInstanceOf(RamRoleCredentials.class);
    assertThatThrownBy(
            () -> OssCredentials.ofVeleroFile(Map.of("ALIBABA_CLOUD_ACCESS_KEY_ID", "id")))
        .hasMessageContaining("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
  }

  @Test
  void nothingSecretIsPrinted() {
    OssAccessKey key = new OssAccessKey("LTAI-id", "hidden", "token");
    assertThat(key.toString() + OssCredentials.of(key)).doesNotContain("LTAI", "hidden", "token");
  }
}
