package io.csdr.cli.print;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;

/// How results of one kind are shown: as columns, as a resource, as a reference such as
/// `applicationbackup.csdr.alibabacloud.com/shop`.
public record View<T>(
    List<Column<T>> columns, Function<T, JsonNode> resource, Function<T, String> reference) {
  public View {
    columns = List.copyOf(columns);
  }
}
