package io.csdr.alibaba.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.common.comm.RequestMessage;
import com.aliyun.oss.common.comm.ResponseMessage;
import com.aliyun.oss.common.comm.ServiceClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerNotesTest {
  private final AnswerNotes notes = new AnswerNotes();

  private AnswerNotes.Note noteOf(String header, String value) {
    ResponseMessage response = new ResponseMessage(new ServiceClient.Request());
    response.setStatusCode(503);
    response.addHeader(header, value);
    RequestMessage request = new RequestMessage("bucket", "key");
    assertThat(notes.shouldRetry(new Exception("busy"), request, response, 0)).isFalse();
    return notes.take();
  }

  @Test
  void theServersWishIsNoted() {
    assertThat(noteOf("Retry-After", "3"))
        .isEqualTo(new AnswerNotes.Note(503, Optional.of(Duration.ofSeconds(3))));
    assertThat(noteOf("x-oss-qos-delay-time", "250").wish()).contains(Duration.ofMillis(250));
    assertThat(noteOf("Retry-After", "Wed, 28 Dec 2026 10:27:41 GMT").wish()).isEmpty();
    assertThat(noteOf("Retry-After", "99999999999999999999").wish()).isEmpty();
  }

  @Test
  void aNoteIsForgottenWhenTaken() {
    noteOf("Retry-After", "3");
    assertThat(notes.take()).isEqualTo(AnswerNotes.Note.NONE);
  }
}
