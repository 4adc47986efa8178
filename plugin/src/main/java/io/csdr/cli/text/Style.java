package io.csdr.cli.text;

/// Colours of text, or none at all. Colour never carries a meaning alone.
public enum Style {
  PLAIN,
  COLOURED;

  public String red(String text) {
    return wrap("31", text);
  }

  public String yellow(String text) {
    return wrap("33", text);
  }

  private String wrap(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
