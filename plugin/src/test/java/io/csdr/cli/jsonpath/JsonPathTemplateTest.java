package io.csdr.cli.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What kubectl 1.32 prints for the same templates and this document.
class JsonPathTemplateTest {
  private static final String DOCUMENT =
      """
      {"kind": "List", "items": [
        {"kind": "None", "metadata": {"name": "127.0.0.1", "labels": {"kubernetes.io/hostname": "a"}},
         "status": {"capacity": {"cpu": "4"}, "ready": true, "n": 1.5}},
        {"kind": "None", "metadata": {"name": "127.0.0.2"},
         "status": {"capacity": {"cpu": "8"}, "ready": false, "n": 3}}],
       "users": [{"name": "myself", "user": {}}, {"name": "e2e", "user": {"username": "admin"}}]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "kind is {.kind}|kind is List",
        "{.kind}|List",
        "{$.kind}|List",
        "{@.kind}|List",
        "{kind}|List",
        ".kind|List",
        "{['kind']}|List",
        "{.items[0].metadata.labels.kubernetes\\.io/hostname}|a",
        "{.items[0].metadata.labels['kubernetes.io/hostname']}|a",
        "{..name}|127.0.0.1 127.0.0.2 myself e2e",
        "{.items[*].metadata.name}|127.0.0.1 127.0.0.2",
        "{.users[0].name}|myself",
        "{.users[-1].name}|e2e",
        "{.users[0:1].name}|myself",
        "{.users[-1:].name}|e2e",
        "{.users[0,1].name}|myself e2e",
        "{.items[*]['metadata.name', 'status.capacity']}|^^",
        "{.items[*]['kind','status']}|None {\"capacity\":{\"cpu\":\"4\"},\"ready\":true,\"n\":1.5}"
            + " None {\"capacity\":{\"cpu\":\"8\"},\"ready\":false,\"n\":3}",
        "{.users[?(@.name==\"e2e\")].user.username}|admin",
        "{.users[?(@.name!='e2e')].name}|myself",
        "{.users[?(@.user.username)].name}|e2e",
        "{.items[?(@.status.n>1.6)].metadata.name}|127.0.0.2",
        "{.items[?(@.status.n<=1.5)].metadata.name}|127.0.0.1",
        "{.items[?(@.status.ready==true)].metadata.name}|127.0.0.1",
        "{range .items[*]}[{.metadata.name}, {.status.capacity.cpu}] {end}|"
            + "[127.0.0.1, 4] [127.0.0.2, 8]",
        "{.items[0].status}|{\"capacity\":{\"cpu\":\"4\"},\"ready\":true,\"n\":1.5}",
        "{.nothing.there}|^^",
        "{.items[7].kind}|^^"
      })
  void rendersAsKubectlDoes(String template, String expected) throws JsonProcessingException {
    assertThat(render(template).strip()).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void quotedTextMayHoldEscapesAndBraces() throws JsonProcessingException {
    assertThat(render("{range .users[*]}{.name}{\"\\t}\"}{\"\\n\"}{end}"))
        .isEqualTo("myself\t}\ne2e\t}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{.kind",
        "{end}",
        "{range .items[*]}",
        "{.items[}",
        "{.items[?(@.a]}",
        "{.items[?(@.a==)]}",
        "{.items[99999999999]}",
        "{.a b}",
        "{\"open}",
        "{}"
      })
  void saysWhereATemplateIsWrong(String template) {
    assertThatThrownBy(() -> JsonPathTemplate.parse(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).*(missing|without|at character|no end|empty|unexpected).*");
  }

  private static String render(String template) throws JsonProcessingException {
    return JsonPathTemplate.parse(template).render(new ObjectMapper().readTree(DOCUMENT));
  }
}
