package dev.millrace.rollout.template;

import static dev.millrace.rollout.template.Filters.text;

import dev.millrace.rollout.template.Filters.Filter;
import dev.millrace.rollout.template.Function.Arguments;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The filters for HTML, XML and addresses.
final class MarkupFilters {
  static final Map<String, Filter> ALL =
      Map.of(
          "escape", (value, a) -> new Markup(Markup.escaped(value, a.at())),
          "e", (value, a) -> new Markup(Markup.escaped(value, a.at())),
          "forceescape", (value, a) -> new Markup(Markup.escape(text(value, a), a.at())),
          "safe", (value, a) -> new Markup(text(value, a)),
          "striptags", (value, a) -> withoutTags(text(value, a)),
          "urlencode", MarkupFilters::urlEncode,
          "xmlattr", MarkupFilters::attributes);

  private MarkupFilters() {}

  private static String withoutTags(String text) {
    String tagged = withoutComments(text);
    StringBuilder out = new StringBuilder(tagged.length());
    int at = 0;
    for (int tag = tagged.indexOf('<'); tag >= 0; tag = tagged.indexOf('<', at)) {
      int end = tagged.indexOf('>', tag);
      if (end < 0) {
        break;
      }
      out.append(tagged, at, tag);
      at = end + 1;
    }
    out.append(tagged, at, tagged.length());
    return Entities.resolved(spacedOnce(out));
  }

  /// Comments are taken out one after the other, so that what is around one may make another.
  private static String withoutComments(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      out.append(text.charAt(i));
      int begin = out.length() - "<!--".length();
      if (begin >= 0 && text.charAt(i) == '-' && out.indexOf("<!--", begin) == begin) {
        int end = commentEnd(text, i + 1);
        if (end < 0) {
          return out.append(text, i + 1, text.length()).toString();
        }
        out.setLength(begin);
        i = end - 1;
      }
    }
    return out.toString();
  }

  /// The hyphens that begin a comment may be those that end it.
  private static int commentEnd(String text, int from) {
    if (text.startsWith(">", from)) {
      return from + 1;
    }
    if (text.startsWith("->", from)) {
      return from + 2;
    }
    int end = text.indexOf("-->", from);
    return end < 0 ? -1 : end + 3;
  }

  private static String spacedOnce(CharSequence text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean pending = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Trims.isSpace(c)) {
        pending = !out.isEmpty();
      } else {
        out.append(pending ? " " : "").append(c);
        pending = false;
      }
    }
    return out.toString();
  }

  private static String urlEncode(@Nullable Object value, Arguments a) {
    if (!(value instanceof Map || value instanceof Collection || value instanceof Once)) {
      return quoted(text(value, a), a).replace("+", "%20").replace("%2F", "/");
    }
    List<? extends @Nullable Object> pairs =
        value instanceof Map<?, ?> map ? MapMethods.items(map, a) : ListFilters.items(value, a);
    StringBuilder out = new StringBuilder();
    for (Object pair : pairs) {
      List<? extends @Nullable Object> both = Values.items(pair, a.run(), a.at());
      if (both.size() != 2) {
        throw a.at().error("urlencode takes a text, a mapping, or pairs");
      }
      out.append(out.isEmpty() ? "" : "&").append(quoted(text(both.get(0), a), a));
      out.append('=').append(quoted(text(both.get(1), a), a));
      Run.fits(out.length(), a.at());
    }
    return out.toString();
  }

  /// Java's form differs from Python's in two characters.
  private static String quoted(String text, Arguments a) {
    Run.fits(text.length() * 9L, a.at());
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }

  private static String attributes(@Nullable Object value, Arguments a) {
    if (!(value instanceof Map<?, ?> map)) {
      throw a.at().error("xmlattr works on a mapping, not on " + Values.kind(value));
    }
    StringBuilder out = new StringBuilder();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getValue() == null || entry.getValue() instanceof Undefined) {
        continue;
      }
      String key = PyText.asString(entry.getKey(), a.at());
      if (key.chars().anyMatch(c -> " \t\n\r\f\u000b/>=".indexOf(c) >= 0)) {
        throw a.at().error("xmlattr: the name of an attribute has a space or one of / > =");
      }
      out.append(out.isEmpty() ? "" : " ").append(Markup.escape(text(key, a), a.at()));
      out.append("=\"").append(Markup.escaped(entry.getValue(), a.at())).append('"');
      Run.fits(out.length(), a.at());
    }
    return a.flag(0, "autospace", true) && !out.isEmpty() ? " " + out : out.toString();
  }
}
