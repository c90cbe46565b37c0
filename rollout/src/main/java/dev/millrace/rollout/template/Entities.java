package dev.millrace.rollout.template;

import java.nio.charset.Charset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HTML's character references, as Python's `html.unescape` resolves them: all numbers, and the
/// names that escaping uses.
final class Entities {
  private static final Pattern REFERENCE =
      Pattern.compile("&(?:#([0-9]+)|#[xX]([0-9a-fA-F]+)|(amp|lt|gt|quot|nbsp|apos(?=;)));?");
  private static final List<String> NAMES = List.of("amp", "lt", "gt", "quot", "nbsp", "apos");
  private static final String CHARACTERS = "&<>\"\u00a0'";
  private static final Charset OLD_PAGES = Charset.forName("windows-1252");

  /// No code has more digits.
  private static final int MAX_DIGITS = 9;

  private Entities() {}

  static String resolved(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return REFERENCE
        .matcher(text)
        .replaceAll(reference -> Matcher.quoteReplacement(one((Matcher) reference)));
  }

  private static String one(Matcher reference) {
    if (reference.group(3) != null) {
      return String.valueOf(CHARACTERS.charAt(NAMES.indexOf(reference.group(3))));
    }
    boolean decimal = reference.group(1) != null;
    String digits = (decimal ? reference.group(1) : reference.group(2)).replaceFirst("^0+", "");
    if (digits.length() > MAX_DIGITS) {
      return "\ufffd";
    }
    long code = digits.isEmpty() ? 0 : Long.parseLong(digits, decimal ? 10 : 16);
    return character(code);
  }

  private static String character(long code) {
    if (code == 0 || code > Character.MAX_CODE_POINT || (code >= 0xd800 && code <= 0xdfff)) {
      return "\ufffd";
    }
    if (code == 0x0d) {
      return "\r";
    }
    if (code >= 0x80 && code < 0xa0) {
      return new String(new byte[] {(byte) code}, OLD_PAGES);
    }
    boolean isInvalid =
        (code < 0x20 && code != '\t' && code != '\n' && code != '\f')
            || code == 0x7f
            || (code & 0xfffe) == 0xfffe
            || (code >= 0xfdd0 && code <= 0xfdef);
    return isInvalid ? "" : Character.toString((int) code);
  }
}
