package dev.millrace.rollout.trajectory;

import java.util.regex.Pattern;

/// What may stand in an id: names travel in paths, keys and logs unescaped.
final class Names {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._/#@:+-]{1,200}");

  private Names() {}

  static void check(String kind, String value) {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          kind
              + " has 1 to 200 characters out of letters, digits and . _ / # @ : + -, but was \""
              + value
              + "\"");
    }
  }
}
