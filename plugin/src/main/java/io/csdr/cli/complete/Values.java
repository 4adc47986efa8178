package io.csdr.cli.complete;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// Knows what could stand in the place of a word such as `BACKUP` or `CONTEXT`.
@FunctionalInterface
public interface Values {
  /// The candidates for the label's place in `command`, after the positional words `before`. Empty
  /// where nothing is known, never a failure: the user is only typing.
  List<Candidate> of(String label, CommandSpec command, List<String> before);
}
