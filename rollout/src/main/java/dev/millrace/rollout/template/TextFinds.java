package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import org.jspecify.annotations.Nullable;

/// The methods that look for one text in another, or in a part of it.
final class TextFinds {
  private TextFinds() {}

  static boolean starts(String text, Arguments arguments) {
    return affix(text, arguments, String::startsWith);
  }

  static boolean ends(String text, Arguments arguments) {
    return affix(text, arguments, String::endsWith);
  }

  private interface Affix {
    boolean of(String text, String part);
  }

  private static boolean affix(String text, Arguments arguments, Affix test) {
    Object given = arguments.required(0, "prefix");
    TextPart part = TextPart.of(text, arguments);
    if (part == null) {
      return false;
    }
    if (given instanceof Tuple several) {
      return several.stream().anyMatch(each -> affix(part.text(), each, arguments, test));
    }
    return affix(part.text(), given, arguments, test);
  }

  private static boolean affix(
      String text, @Nullable Object given, Arguments arguments, Affix test) {
    String part = PyText.asString(given, arguments.at());
    arguments.run().room(part.length(), arguments.at());
    return test.of(text, part);
  }

  static long found(String text, Arguments a, boolean isLast) {
    String wanted = a.text(0, "sub");
    TextPart part = TextPart.of(text, a);
    if (part == null) {
      return -1;
    }
    String in = part.text();
    int at = isLast ? Search.last(in, wanted, in.length(), a) : Search.first(in, wanted, 0, a);
    return at < 0 ? -1 : part.before() + (long) in.codePointCount(0, at);
  }

  static long mustFind(String text, Arguments a, boolean isLast) {
    long at = found(text, a, isLast);
    if (at < 0) {
      throw a.at().error("the text does not hold what is looked for");
    }
    return at;
  }

  static long count(String text, Arguments a) {
    String wanted = a.text(0, "sub");
    TextPart part = TextPart.of(text, a);
    if (part == null) {
      return 0;
    }
    String in = part.text();
    if (wanted.isEmpty()) {
      return in.codePointCount(0, in.length()) + 1L;
    }
    long count = 0;
    for (int at = Search.first(in, wanted, 0, a);
        at >= 0;
        at = Search.first(in, wanted, at + wanted.length(), a)) {
      count++;
    }
    return count;
  }
}
