package dev.millrace.rollout.template;

import static dev.millrace.rollout.template.Filters.text;

import dev.millrace.rollout.template.Filters.Filter;
import dev.millrace.rollout.template.Function.Arguments;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The filters over texts.
final class TextFilters {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");

  static final Map<String, Filter> ALL =
      Map.ofEntries(
          Map.entry("string", (value, a) -> PyText.str(value, a.at())),
          Map.entry("trim", (value, a) -> Trims.both(text(value, a), TextMethods.characters(a))),
          Map.entry("upper", (value, a) -> text(value, a).toUpperCase(Locale.ROOT)),
          Map.entry("lower", (value, a) -> text(value, a).toLowerCase(Locale.ROOT)),
          Map.entry("title", (value, a) -> words(text(value, a))),
          Map.entry("capitalize", (value, a) -> TextCase.capitalize(text(value, a))),
          Map.entry("replace", (value, a) -> TextMethods.replace(text(value, a), a)),
          Map.entry("format", TextFilters::format),
          Map.entry("indent", TextFilters::indent),
          Map.entry("center", TextFilters::center),
          Map.entry("truncate", TextFilters::truncate),
          Map.entry("wordcount", (value, a) -> WORD.matcher(text(value, a)).results().count()));

  private TextFilters() {}

  /// Jinja's own `title`, which keeps letters after an apostrophe small.
  private static String words(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean starts = true;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      out.appendCodePoint(starts ? Character.toUpperCase(c) : Character.toLowerCase(c));
      starts = c == '-' || Trims.isSpace(c) || "([{<".indexOf(c) >= 0;
    }
    return out.toString();
  }

  private static Object format(@Nullable Object value, Arguments a) {
    if (a.size() > 0 && !a.named().isEmpty()) {
      throw a.at().error("format takes values by place or by name, not both");
    }
    Object given = a.named().isEmpty() ? Tuple.copyOf(a.positional()) : a.named();
    String format = text(value, a);
    return value instanceof Markup
        ? new Markup(PyFormat.percent(format, given, true, a.at()))
        : PyFormat.percent(format, given, false, a.at());
  }

  private static String center(@Nullable Object value, Arguments a) {
    int width = TextMethods.width(a.get(0, "width", 80L), a);
    return PyFormat.pad(text(value, a), width, "center", " ");
  }

  private static String indent(@Nullable Object value, Arguments a) {
    if (!(Markup.plain(value) instanceof String)) {
      throw a.at().error("indent works on a text, not on " + Values.kind(value));
    }
    Object width = a.get(0, "width", 4L);
    String unit = width instanceof String given ? given : " ".repeat(Filters.spaces(width, a));
    boolean first = a.flag(1, "first", false);
    boolean blank = a.flag(2, "blank", false);
    List<String> lines = Splits.lines(text(value, a) + "\n", false, a);
    StringBuilder out = new StringBuilder(first ? unit : "");
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (i > 0) {
        out.append('\n').append(blank || !line.isEmpty() ? unit : "");
      }
      out.append(line);
      Run.fits(out.length(), a.at());
    }
    return out.toString();
  }

  private static String truncate(@Nullable Object value, Arguments a) {
    String text = text(value, a);
    long length = a.count(0, "length", 255);
    boolean cutsWords = a.flag(1, "killwords", false);
    String end = PyText.str(a.get(2, "end", "..."), a.at());
    long leeway = a.count(3, "leeway", 5);
    int endLength = end.codePointCount(0, end.length());
    if (length < endLength || leeway < 0) {
      throw a.at().error("truncate: the length is at least that of the end, the leeway at least 0");
    }
    int size = text.codePointCount(0, text.length());
    if (size <= length + leeway) {
      return text;
    }
    String cut = text.substring(0, text.offsetByCodePoints(0, (int) (length - endLength)));
    int space = cut.lastIndexOf(' ');
    String shown = value instanceof Markup ? Markup.escape(end, a.at()) : end;
    return (cutsWords || space < 0 ? cut : cut.substring(0, space)) + shown;
  }
}
