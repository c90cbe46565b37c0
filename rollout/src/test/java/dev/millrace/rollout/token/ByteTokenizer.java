package dev.millrace.rollout.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A small tokenizer for any template: an id for each special token and for some words, and one for
/// each byte of all other text. Any text with words in it has many spellings in ids.
final class ByteTokenizer implements Tokenizer {
  private static final int BYTES = 256;
  private static final Pattern SPECIAL =
      Pattern.compile("<\\|[^|<>\\s]+\\|>|<｜[^｜<>\\s]+｜>|<(start|end)_of_turn>|\\[/?[A-Z_]+\\]");
  // Some stand across the borders of messages and of markup.
  private static final List<String> WORDS =
      List.of(">\n", "\n\n", ".\n", "</", "the", "file", "look", "arguments", "\": \"", "think");

  private final List<String> texts = new ArrayList<>();
  private final Map<Character, List<Integer>> starts = new HashMap<>();

  /// @param others special tokens besides those that the source mentions
  ByteTokenizer(String template, Iterable<String> others) {
    Set<String> special = new LinkedHashSet<>();
    others.forEach(special::add);
    Matcher found = SPECIAL.matcher(template);
    while (found.find()) {
      special.add(found.group());
    }
    special.addAll(StopTexts.KNOWN);
    special.addAll(WORDS);
    for (String text : special) {
      starts.computeIfAbsent(text.charAt(0), _ -> new ArrayList<>()).add(BYTES + texts.size());
      texts.add(text);
    }
  }

  @Override
  public int[] encode(String text) {
    List<Integer> ids = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int id = longest(text, at);
      if (id >= 0) {
        ids.add(id);
        at += texts.get(id - BYTES).length();
      } else {
        int end = at + Character.charCount(text.codePointAt(at));
        addBytes(ids, text.substring(at, end));
        at = end;
      }
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private int longest(String text, int at) {
    int longest = -1;
    for (int id : starts.getOrDefault(text.charAt(at), List.of())) {
      String word = texts.get(id - BYTES);
      boolean isLonger = longest < 0 || word.length() > texts.get(longest - BYTES).length();
      longest = isLonger && text.startsWith(word, at) ? id : longest;
    }
    return longest;
  }

  private static void addBytes(List<Integer> ids, String text) {
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      ids.add(Byte.toUnsignedInt(one));
    }
  }

  @Override
  public String decode(int[] ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      if (id < BYTES) {
        bytes.write(id);
      } else {
        bytes.writeBytes(texts.get(id - BYTES).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// The same text in ids as [#encode] would not choose them: words in bytes, here and there.
  int[] respelled(int[] ids, Random random) {
    List<Integer> spelled = new ArrayList<>();
    for (int id : ids) {
      if (id >= BYTES && WORDS.contains(texts.get(id - BYTES)) && random.nextBoolean()) {
        addBytes(spelled, texts.get(id - BYTES));
      } else {
        spelled.add(id);
      }
    }
    return spelled.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public int size() {
    return BYTES + texts.size();
  }

  @Override
  public boolean knows(int id) {
    return id >= 0 && id < size();
  }

  @Override
  public String digest() {
    return "0".repeat(64);
  }
}
