package io.csdr.cli.command;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Names of backups and runs in the forms that users of kubectl type: `NAME`, `TYPE/NAME` as `-o name` prints
/// it, and `TYPE NAME...`. A type says nothing here that the name does not.
public final class TypedNames {
  private static final Pattern TYPE =
      Pattern.compile("application(backup|restore)s?(\\.csdr\\.alibabacloud\\.com)?");
  private static final Set<String> SHORT = Set.of("backup", "backups", "restore", "restores");

  private TypedNames() {}

  /// The names without their types. A lone word is always a name.
  public static List<String> of(List<String> words) {
    boolean typed = words.size() > 1 && isType(words.getFirst());
    return words.stream().skip(typed ? 1 : 0).map(TypedNames::bare).toList();
  }

  /// The name without the type before it. Short types are no types here: vaults may be called like that.
  public static String bare(String typed) {
    int slash = typed.indexOf('/');
    return slash > 0 && TYPE.matcher(typed.substring(0, slash)).matches()
        ? typed.substring(slash + 1)
        : typed;
  }

  private static boolean isType(String word) {
    return SHORT.contains(word) || TYPE.matcher(word).matches();
  }
}
