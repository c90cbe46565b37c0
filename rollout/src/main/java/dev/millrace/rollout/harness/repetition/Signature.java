package dev.millrace.rollout.harness.repetition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// What is left of a text when that is taken away which differs between equal steps, so that near
/// duplicates have equal signatures. Three strengths, each on top of the one before:
///
/// - [#exact]: colours, white space, names that a program drew for a temporary file;
/// - [#stable]: also times of day, durations and addresses;
/// - [#loose]: also dates, identifiers, every path below a temporary directory, every number.
///
/// Work is linear in the text: all repetitions in the patterns are bounded, and of a text of more
/// than 64 KiB only head and tail are normalised, the middle has to be equal.
public final class Signature {
  private static final int WHOLE = 64 << 10;

  private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;?]{0,24}[ -/]{0,2}[@-~]");
  private static final Pattern DRAWN_NAME =
      Pattern.compile(
          "(/(?:tmp|var/tmp|var/folders|dev/shm)/)"
              + "(?:tmp[._-]?[A-Za-z0-9_]{6,16}|pytest-of-[a-z0-9_-]{1,32}/pytest-[0-9]{1,6}"
              + "|[a-z][a-z0-9_-]{0,24}[.-][A-Za-z0-9]{8,16})(?![A-Za-z0-9_])");
  private static final Pattern TIME =
      Pattern.compile(
          "(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[T ])?[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?"
              + "(?:Z|[+-][0-9]{2}:?[0-9]{2})?");
  private static final Pattern DURATION =
      Pattern.compile("\\b[0-9]{1,12}(?:\\.[0-9]{1,12})?\\s?(?:ms|us|µs|ns|s|secs?|seconds?)\\b");
  private static final Pattern ADDRESS = Pattern.compile("\\b0x[0-9a-fA-F]{4,16}\\b");
  private static final Pattern IDENTIFIER =
      Pattern.compile(
          "\\b(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{12,128})\\b");
  private static final Pattern TEMPORARY =
      Pattern.compile("(/(?:tmp|var/tmp|var/folders|dev/shm)/)[A-Za-z0-9._/+-]{1,256}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,64}(?:[.,][0-9]{1,64}){0,8}");
  private static final Pattern SPACE = Pattern.compile("\\s{1,4096}");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private Signature() {}

  /// @return a digest that texts share which say the same
  public static String exact(String text) {
    return of(text, Signature::plain);
  }

  /// @return a digest that texts share which say the same at another time
  public static String stable(String text) {
    return of(text, Signature::timeless);
  }

  /// @return a digest that texts share which differ in numbers and names drawn at random alone
  public static String loose(String text) {
    return of(text, Signature::numberless);
  }

  /// A call's arguments with their keys in order and without white space between them; whatever is
  /// no JSON stays as it is.
  public static String arguments(String json) {
    try {
      return JSON.writeValueAsString(JSON.readValue(json, Object.class));
    } catch (JsonProcessingException e) {
      return json;
    }
  }

  private interface Rewriting {
    String apply(String text);
  }

  private static String of(String text, Rewriting rewriting) {
    if (text.length() <= WHOLE) {
      return digest(rewriting.apply(text));
    }
    int half = WHOLE / 2;
    String middle = text.substring(half, text.length() - half);
    return digest(
        rewriting.apply(text.substring(0, half))
            + digest(middle)
            + rewriting.apply(text.substring(text.length() - half)));
  }

  private static String plain(String text) {
    String calm = COLOUR.matcher(text).replaceAll("");
    String named = DRAWN_NAME.matcher(calm).replaceAll("$1*");
    return SPACE.matcher(named).replaceAll(" ").strip();
  }

  private static String timeless(String text) {
    String timed = TIME.matcher(plain(text)).replaceAll("<time>");
    String brief = DURATION.matcher(timed).replaceAll("<time>");
    return ADDRESS.matcher(brief).replaceAll("<at>");
  }

  private static String numberless(String text) {
    String known = IDENTIFIER.matcher(timeless(text)).replaceAll("<id>");
    String placed = TEMPORARY.matcher(known).replaceAll("$1*");
    return NUMBER.matcher(placed).replaceAll("0");
  }

  private static String digest(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
