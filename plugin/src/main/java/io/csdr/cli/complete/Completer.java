package io.csdr.cli.complete;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Finds how the last of some words could go on, from the same model that parses them.
public final class Completer {
  /// Labels of values that are files or folders, which the shell knows best.
  private static final Set<String> FILES = Set.of("FILE", "DIR", "PATH");

  /// Labels that list the values: `auto|always|never`.
  private static final Pattern CHOICE = Pattern.compile("[a-z]+(\\|[a-z]+)+");

  private final Values values;

  public Completer(Values values) {
    this.values = values;
  }

  /// The candidates for the last word; words before it are taken as they are.
  public Completion complete(CommandSpec root, List<String> words) {
    Position position = new Position(root, List.of(), null);
    for (String word : words.subList(0, Math.max(0, words.size() - 1))) {
      position = position.after(word);
    }
    return complete(position, words.isEmpty() ? "" : words.getLast());
  }

  private Completion complete(Position position, String word) {
    if (position.waiting != null) {
      return values(position.waiting, position, word, "");
    }
    if (word.startsWith("-")) {
      int equals = word.indexOf('=');
      OptionSpec option = equals < 0 ? null : option(position.command, word.substring(0, equals));
      return option == null
          ? flags(position.command, word)
          : values(option, position, word.substring(equals + 1), word.substring(0, equals + 1));
    }
    if (position.before.isEmpty() && !position.command.subcommands().isEmpty()) {
      return commands(position.command, word);
    }
    PositionalParamSpec place = place(position);
    return place == null ? new Completion(List.of(), false) : values(place, position, word, "");
  }

  private static Completion commands(CommandSpec command, String prefix) {
    TreeMap<String, Candidate> found = new TreeMap<>();
    for (CommandLine sub : command.subcommands().values()) {
      CommandSpec spec = sub.getCommandSpec();
      if (spec.name().startsWith(prefix) && !spec.usageMessage().hidden()) {
        found.put(spec.name(), new Candidate(spec.name(), oneLine(spec.usageMessage().header())));
      }
    }
    return new Completion(List.copyOf(found.values()), false);
  }

  private static Completion flags(CommandSpec command, String prefix) {
    TreeMap<String, Candidate> found = new TreeMap<>();
    for (OptionSpec option : command.options()) {
      for (String name : option.names()) {
        boolean offered = name.startsWith("--") || prefix.equals(name);
        if (offered && name.startsWith(prefix) && !option.hidden()) {
          found.put(name, new Candidate(name, oneLine(option.description())));
        }
      }
    }
    return new Completion(List.copyOf(found.values()), false);
  }

  private Completion values(ArgSpec place, Position position, String prefix, String lead) {
    String label = place.paramLabel();
    List<Candidate> found = new ArrayList<>();
    List<Candidate> all = new ArrayList<>(values.of(label, position.command, position.before));
    if (CHOICE.matcher(label).matches()) {
      Arrays.stream(label.split("\\|")).map(Candidate::of).forEach(all::add);
    }
    if (place.completionCandidates() != null) {
      place.completionCandidates().forEach(word -> all.add(Candidate.of(word)));
    }
    for (Candidate candidate : all) {
      if (candidate.word().startsWith(prefix)) {
        found.add(new Candidate(lead + candidate.word(), candidate.meaning()));
      }
    }
    return new Completion(found, found.isEmpty() && FILES.contains(label));
  }

  private static @Nullable PositionalParamSpec place(Position position) {
    for (PositionalParamSpec place : position.command.positionalParameters()) {
      if (place.index().contains(position.before.size())) {
        return place;
      }
    }
    return null;
  }

  private static @Nullable OptionSpec option(CommandSpec command, String name) {
    return command.optionsMap().get(name);
  }

  private static String oneLine(String[] lines) {
    String text = String.join(" ", lines).replace('\t', ' ').replace('\n', ' ');
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  /// Where the cursor is: in which command, after which positional words, and behind which flag that
  /// still waits for its value.
  private record Position(CommandSpec command, List<String> before, @Nullable OptionSpec waiting) {
    Position after(String word) {
      if (waiting != null) {
        return new Position(command, before, null);
      }
      if (word.startsWith("-") && word.length() > 1) {
        OptionSpec option = option(command, word);
        boolean waits = option != null && option.arity().min() > 0;
        return new Position(command, before, waits ? option : null);
      }
      CommandLine sub = before.isEmpty() ? command.subcommands().get(word) : null;
      if (sub != null) {
        return new Position(sub.getCommandSpec(), List.of(), null);
      }
      List<String> more = new ArrayList<>(before);
      more.add(word);
      return new Position(command, List.copyOf(more), null);
    }
  }
}
