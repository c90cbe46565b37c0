package dev.millrace.rewards.integrity.tamper;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one test checks, counted.
///
/// @param asserts of any sort
/// @param exact that compare with a value
/// @param trivial that hold whatever the code does
record TestBody(int asserts, int exact, int trivial) {
  private static final Pattern START =
      Pattern.compile(
          "(?m)^[ \\t]*(?:(?:async )?def"
              + " (test\\w*)\\(|(?:it|test)(?:\\.\\w+)?\\(\\s*['\"`]([^'\"`\\n"
              + "]*)|func (Test\\w+)\\(|(?:public |private )?void (\\w+)\\(\\)|fn (\\w+)\\(\\))");
  private static final Pattern ASSERT =
      Pattern.compile(
          "(?m)\\b(?:assert\\w*["
              + " (!]|self\\.assert\\w+\\(|expect\\(|require\\.\\w+\\(|t\\.(?:Error|Fatal)f?\\("
              + "|pytest\\.raises\\(|assertThat\\()");
  private static final Pattern EXACT =
      Pattern.compile(
          "assert [^\\n"
              + "]*[^=!<>]==[^=]|assertEquals?\\(|assertListEqual\\(|assertDictEqual\\("
              + "|assertSequenceEqual\\(|assertRaises\\w*\\(|pytest\\.raises\\(|\\.toBe\\("
              + "|\\.to(?:Strict)?Equal\\("
              + "|\\.toThrow\\w*\\(|assert_eq!|\\.isEqualTo\\(|assert(?:\\.strict"
              + "|\\.deep\\w*)?Equal\\(|require\\.Equal\\("
              + "|assert\\.Equal\\(|assertThrows\\(");
  private static final Pattern TRIVIAL =
      Pattern.compile(
          "(?m)assert True\\b|assert 1\\s*$|assert 1 == 1|assertTrue\\(\\s*[Tt]rue\\b"
              + "|expect\\(\\s*true\\s*\\)\\.(?:toBe|toEqual|toBeTruthy)\\(|\\bor True\\b"
              + "|assertEquals?\\(\\s*(\\d+),\\s*(?:\\d+)\\s*\\)|assert!\\(true\\)");
  /// A table of cases.
  static final Pattern CASES = Pattern.compile("(?m)parametrize\\(|\\.each\\(|subTest\\(");

  /// The tests of a file by name, in order.
  static Map<String, TestBody> read(String text) {
    Map<String, TestBody> bodies = new LinkedHashMap<>();
    Matcher start = START.matcher(text);
    String name = "";
    int from = 0;
    while (start.find()) {
      put(bodies, name, text.substring(from, start.start()));
      name = name(start);
      from = start.start();
    }
    put(bodies, name, text.substring(from));
    return bodies;
  }

  private static String name(Matcher start) {
    for (int group = 1; group <= start.groupCount(); group++) {
      String name = start.group(group);
      if (name != null) {
        return name;
      }
    }
    return "";
  }

  private static void put(Map<String, TestBody> bodies, String name, String text) {
    if (!name.isEmpty()) {
      bodies.put(name, of(text));
    }
  }

  private static TestBody of(String text) {
    return new TestBody(count(ASSERT, text), count(EXACT, text), count(TRIVIAL, text));
  }

  static int count(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }

  /// How a test checks less than this one did; empty when it does not.
  List<String> weakerIn(TestBody now) {
    if (now.trivial > trivial) {
      return List.of("holds whatever the code does");
    }
    if (now.asserts < asserts) {
      return List.of("has " + now.asserts + " asserts, had " + asserts);
    }
    return now.exact < exact
        ? List.of("compares with a value " + now.exact + " times, did " + exact)
        : List.of();
  }
}
