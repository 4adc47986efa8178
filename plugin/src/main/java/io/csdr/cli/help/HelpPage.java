package io.csdr.cli.help;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A command's help in the shape of kubectl's: what it does, examples, flags, usage.
///
/// A command's header is its one-line description, `description` the long text, `footer` the examples
/// and `customSynopsis` the usage lines behind the command's name.
public final class HelpPage {
  /// What users type to get here.
  public static final String PROGRAM = "kubectl csdr";

  private static final int WIDTH = 80;

  private static final String OPTIONS =
      "Use \"kubectl csdr options\" for a list of global command-line options (applies to all"
          + " commands).";

  private final Map<String, List<String>> groups;

  /// `groups` are the headings of the root page, each with its commands in order.
  public HelpPage(Map<String, List<String>> groups) {
    this.groups = groups;
  }

  /// The page of one command.
  public String of(CommandSpec command) {
    StringBuilder page = new StringBuilder();
    section(page, "", filled("", text(command.usageMessage().description(), header(command))));
    section(page, "Examples:\n", text(command.usageMessage().footer(), ""));
    subcommands(page, command);
    List<OptionSpec> own =
        command.options().stream()
            .filter(option -> !option.inherited() && !global(option))
            .toList();
    section(page, "Options:\n", flags(own));
    section(page, "Usage:\n", usage(command));
    if (!command.subcommands().isEmpty()) {
      page.append("Use \"")
          .append(command.qualifiedName())
          .append(" COMMAND --help\" for more information about a given command.\n");
    }
    return page.append(OPTIONS).append('\n').toString();
  }

  /// The page of the flags that every command takes.
  public static String options(CommandSpec root) {
    List<OptionSpec> global = root.options().stream().filter(HelpPage::global).toList();
    return "The following options can be passed to any command:\n\n" + flags(global) + "\n";
  }

  /// The one-line description of a command.
  public static String header(CommandSpec command) {
    return String.join(" ", command.usageMessage().header());
  }

  private static boolean global(OptionSpec option) {
    return option.scopeType() == CommandLine.ScopeType.INHERIT;
  }

  private void subcommands(StringBuilder page, CommandSpec command) {
    Map<String, CommandLine> all = command.subcommands();
    if (all.isEmpty()) {
      return;
    }
    if (command.parent() != null) {
      section(page, "Available Commands:\n", commands(new ArrayList<>(all.keySet()), all));
      return;
    }
    for (Map.Entry<String, List<String>> group : groups.entrySet()) {
      section(page, group.getKey() + ":\n", commands(group.getValue(), all));
    }
  }

  private static String commands(List<String> names, Map<String, CommandLine> all) {
    StringBuilder lines = new StringBuilder();
    int width = all.keySet().stream().mapToInt(String::length).max().orElse(0);
    for (String name : names) {
      CommandLine command = all.get(name);
      if (command == null || command.getCommandSpec().usageMessage().hidden()) {
        continue;
      }
      if (command.getCommandName().equals(name)) {
        lines.append("  ").append(name).repeat(' ', width - name.length() + 2);
        lines.append(header(command.getCommandSpec())).append('\n');
      }
    }
    return lines.toString();
  }

  private static String usage(CommandSpec command) {
    StringBuilder lines = new StringBuilder();
    String[] synopsis = command.usageMessage().customSynopsis();
    for (String line : synopsis) {
      lines.append("  ").append(command.qualifiedName()).append(' ').append(line);
      lines.append(" [options]\n");
    }
    if (synopsis.length == 0) {
      String words = command.subcommands().isEmpty() ? "" : " COMMAND";
      lines.append("  ").append(command.qualifiedName()).append(words).append(" [options]\n");
    }
    return lines.toString();
  }

  private static String flags(List<OptionSpec> options) {
    StringBuilder lines = new StringBuilder();
    List<OptionSpec> sorted = new ArrayList<>(options);
    sorted.removeIf(OptionSpec::hidden);
    sorted.sort((a, b) -> a.longestName().compareTo(b.longestName()));
    for (OptionSpec option : sorted) {
      if (!lines.isEmpty()) {
        lines.append('\n');
      }
      lines.append("    ").append(String.join(", ", option.names()));
      lines.append('=').append(value(option)).append(":\n");
      lines.append(filled("        ", String.join("\n", option.description()))).append('\n');
    }
    return lines.toString();
  }

  private static String value(ArgSpec option) {
    if (option.type() == boolean.class) {
      return "false";
    }
    if (option.isMultiValue()) {
      return "[]";
    }
    String value = option.defaultValue();
    if (value == null) {
      value = option.initialValue() instanceof String initial ? initial : "";
    }
    return option.type() == int.class ? value : "'" + value + "'";
  }

  /// Paragraphs of the text in lines that fit the narrowest usual terminal.
  private static String filled(String indent, String text) {
    StringBuilder lines = new StringBuilder();
    for (String paragraph : text.split("\n\n", -1)) {
      lines.append(lines.isEmpty() ? indent : "\n\n" + indent);
      int column = indent.length();
      for (String word : paragraph.strip().split("\\s+", -1)) {
        boolean first = column == indent.length();
        if (!first && column + 1 + word.length() > WIDTH) {
          lines.append('\n').append(indent);
          column = indent.length();
          first = true;
        }
        lines.append(first ? "" : " ").append(word);
        column += word.length() + (first ? 0 : 1);
      }
    }
    return lines.toString();
  }

  private static String text(String[] lines, String otherwise) {
    return (lines.length == 0 ? otherwise : String.join("\n", lines)).stripTrailing();
  }

  private static void section(StringBuilder page, String title, String content) {
    if (!content.isEmpty()) {
      page.append(title).append(content.stripTrailing()).append("\n\n");
    }
  }
}
