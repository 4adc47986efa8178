package io.csdr.cli.print;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.cli.text.SafeText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Prints results in one format.
public final class Printer {
  private final PrintStream out;
  private final OutputFormat format;
  private final boolean headers;

  public Printer(PrintStream out, OutputFormat format, boolean headers) {
    this.out = out;
    this.format = format;
    this.headers = headers;
  }

  /// Prints any number of results; as JSON or YAML they stand in a `List`.
  public <T> void list(List<T> items, View<T> view) {
    switch (format) {
      case OutputFormat.Table table -> table(items, view, table.wide());
      case OutputFormat.Name _ ->
          items.forEach(item -> out.println(SafeText.of(view.reference().apply(item))));
      case OutputFormat.Json _ ->
          Trees.json(list(items.stream().map(view.resource()).toList()), out);
      case OutputFormat.Yaml _ ->
          Trees.yaml(list(items.stream().map(view.resource()).toList()), out);
      case OutputFormat.JsonPath path ->
          out.print(path.template().render(list(items.stream().map(view.resource()).toList())));
    }
  }

  /// Prints one result; as JSON or YAML it stands alone.
  public <T> void one(T item, View<T> view) {
    switch (format) {
      case OutputFormat.Table table -> table(List.of(item), view, table.wide());
      case OutputFormat.Name _ -> out.println(SafeText.of(view.reference().apply(item)));
      case OutputFormat.Json _ -> Trees.json(view.resource().apply(item), out);
      case OutputFormat.Yaml _ -> Trees.yaml(view.resource().apply(item), out);
      case OutputFormat.JsonPath path ->
          out.print(path.template().render(view.resource().apply(item)));
    }
  }

  private <T> void table(List<T> items, View<T> view, boolean wide) {
    List<Column<T>> columns =
        view.columns().stream().filter(column -> wide || !column.wide()).toList();
    List<List<String>> rows = new ArrayList<>();
    if (headers) {
      rows.add(columns.stream().map(Column::title).toList());
    }
    for (T item : items) {
      rows.add(columns.stream().map(column -> column.cell().apply(item)).toList());
    }
    Table.print(rows, out);
  }

  private static JsonNode list(List<JsonNode> items) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("apiVersion", "v1");
    list.put("kind", "List");
    ArrayNode array = list.putArray("items");
    items.forEach(array::add);
    list.putObject("metadata").put("resourceVersion", "");
    return list;
  }
}
