package dev.millrace.rewards.integrity.corpus;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// Fills in random texts, so that no file of ours holds what looks like a credential: `{a36}`
/// is 36 letters and digits, `{h}` hex, `{u}` capitals and 2 to 7, `{d}` digits, `{b}` base64,
/// `{l}` letters. Equal places in equal files give equal texts.
final class MadeUp {
  private static final Pattern PLACE = Pattern.compile("\\{([ahudbl])(\\d{1,4})\\}");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final Map<String, String> ALPHABETS =
      Map.of(
          "a",
          LETTERS + "0123456789",
          "h",
          "0123456789abcdef",
          "u",
          "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
          "d",
          "0123456789",
          "b",
          LETTERS + "0123456789+/",
          "l",
          LETTERS);

  private MadeUp() {}

  static String in(String text) {
    Random random = new Random(7);
    Matcher place = PLACE.matcher(text);
    StringBuilder filled = new StringBuilder();
    int from = 0;
    while (place.find()) {
      filled.append(text, from, place.start());
      String alphabet = Objects.requireNonNull(ALPHABETS.get(place.group(1)));
      for (int i = 0; i < Integer.parseInt(place.group(2)); i++) {
        filled.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      from = place.end();
    }
    return filled.append(text, from, text.length()).toString();
  }
}
