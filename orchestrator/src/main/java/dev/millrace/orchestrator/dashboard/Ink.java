package dev.millrace.orchestrator.dashboard;

/// Colours, or their absence: the same calls write plain text where colours are not wanted.
public enum Ink {
  PLAIN,
  COLOURED;

  private static final String RESET = "\u001b[0m";

  public String bold(String text) {
    return in("1", text);
  }

  public String dim(String text) {
    return in("2", text);
  }

  public String good(String text) {
    return in("32", text);
  }

  public String bad(String text) {
    return in("31", text);
  }

  public String warn(String text) {
    return in("33", text);
  }

  public String accent(String text) {
    return in("36", text);
  }

  private String in(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + RESET;
  }
}
