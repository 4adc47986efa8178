package io.csdr.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrinterTest {
  private record Item(String name, String phase, String run) {}

  private static final List<Item> ITEMS =
      List.of(new Item("shop", "Completed", "r1"), new Item("a\u001b[31m", "Failed", "r2"));

  private static final View<Item> VIEW =
      new View<>(
          List.of(
              Column.of("NAME", Item::name),
              Column.of("PHASE", Item::phase),
              Column.wide("RUN", Item::run)),
          item -> JsonNodeFactory.instance.objectNode().put("name", item.name()).put("n", 1),
          item -> "item/" + item.name());

  @Test
  void tablesLineUpAndShowNoControlCharacters() {
    assertThat(list(null))
        .isEqualTo(
            """
            NAME        PHASE
            shop        Completed
            a\\x1b[31m   Failed
            """);
  }

  @Test
  void wideHasMoreColumnsAndHeadersCanBeLeftOut() {
    assertThat(list("wide").lines().findFirst()).hasValue("NAME        PHASE       RUN");
    assertThat(print(new Printer(stream, OutputFormat.parse(null), false)).lines()).hasSize(2);
  }

  @Test
  void aTableWithoutRowsHasItsHeader() {
    new Printer(stream, OutputFormat.parse(null), true).list(List.<Item>of(), VIEW);
    stream.flush();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("NAME     PHASE\n");
  }

  @Test
  void namesAreReferences() {
    assertThat(list("name")).startsWith("item/shop\n");
  }

  @Test
  void jsonIsIndentedAsInKubectl() {
    new Printer(stream, OutputFormat.parse("json"), true).one(ITEMS.getFirst(), VIEW);
    stream.flush();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {
                "name": "shop",
                "n": 1
            }
            """);
  }

  @Test
  void listsAreListsInJsonYamlAndPaths() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(list("json"));
    assertThat(json.path("kind").asText()).isEqualTo("List");
    assertThat(json.path("items")).hasSize(2);
    bytes.reset();
    assertThat(new YAMLMapper().readTree(list("yaml"))).isEqualTo(json);
    bytes.reset();
    assertThat(list("jsonpath={.items[0].name}")).isEqualTo("shop");
  }

  @Test
  void yamlKeepsEveryStringAString() throws JsonProcessingException {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    int i = 0;
    for (String text :
        List.of(
            "true",
            "no",
            "null",
            "~",
            "1",
            "1.5",
            "0x1f",
            "1e3",
            "",
            " ",
            "- a",
            "a: b",
            "a #b",
            "a\nb\n",
            "a\nb",
            "'q'",
            "\"",
            "*x",
            "&x",
            "!x",
            "%x",
            "@x",
            "{}",
            "[",
            "2026-11-21",
            "10:20",
            "\t",
            "ä",
            "yes",
            "=",
            "<<",
            "# c",
            "a:",
            "|",
            ">",
            "? a",
            "0o17",
            ".inf",
            "\u001b",
            "trailing ",
            "1_000",
            "-",
            "a, b",
            "NaN")) {
      tree.put("k" + i++, text);
    }
    Trees.yaml(tree, stream);
    stream.flush();

    String yaml = bytes.toString(StandardCharsets.UTF_8);
    assertThat(new YAMLMapper().readTree(yaml)).isEqualTo(tree);
    Object other = new org.yaml.snakeyaml.Yaml().load(yaml);
    assertThat(((java.util.Map<?, ?>) other).values()).allMatch(String.class::isInstance);
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String list(@Nullable String format) {
    return print(new Printer(stream, OutputFormat.parse(format), true));
  }

  private String print(Printer printer) {
    bytes.reset();
    printer.list(ITEMS, VIEW);
    stream.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
