package io.csdr.cli.flag;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a flag's value that is one of a few lower-case words, the printed forms of an enum.
public final class Choice<E extends Enum<E>> implements ITypeConverter<E> {
  private final List<E> all;

  public Choice(Class<E> type) {
    this.all = Arrays.asList(type.getEnumConstants());
  }

  @Override
  public E convert(String text) {
    for (E choice : all) {
      if (word(choice).equals(text)) {
        return choice;
      }
    }
    List<String> words = all.stream().map(Choice::word).toList();
    throw new TypeConversionException("'" + text + "' is none of " + String.join(", ", words));
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
