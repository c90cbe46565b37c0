package dev.millrace.rollout.token;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts, each with a word of its own in it.
final class AgentWords {
  private static final Pattern WORD = Pattern.compile("w[0-9]+w");
  private static final String[] AROUND = {
    "",
    " ",
    "\n",
    "the file ",
    "🦀 ",
    "naïve ",
    "a < b && c > d ",
    "漢字.\n",
    "\"quoted\" ",
    "\t{}[] "
  };

  private final Random random;
  private int next;

  AgentWords(Random random) {
    this.random = random;
  }

  String text() {
    return around() + word() + around();
  }

  /// A text without white space at its ends, in one line and without quotes.
  String plain() {
    return "look " + word() + (random.nextBoolean() ? " 🦀 the file" : "");
  }

  private String word() {
    return "w" + next++ + "w";
  }

  private String around() {
    return AROUND[random.nextInt(AROUND.length)] + AROUND[random.nextInt(AROUND.length)];
  }

  static String in(String text) {
    Matcher found = WORD.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("no word of its own in " + text);
    }
    return found.group();
  }
}
