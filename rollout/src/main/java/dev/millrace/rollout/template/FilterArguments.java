package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What filters may be given, by place and by name: more, or another, fails as in Jinja.
final class FilterArguments {
  private static final Map<String, List<String>> NAMES = new HashMap<>();

  static {
    for (String filter :
        List.of(
            "abs",
            "capitalize",
            "count",
            "e",
            "escape",
            "first",
            "forceescape",
            "items",
            "last",
            "length",
            "list",
            "lower",
            "pprint",
            "reverse",
            "safe",
            "string",
            "striptags",
            "title",
            "upper",
            "urlencode",
            "wordcount")) {
      NAMES.put(filter, List.of());
    }
    NAMES.put("attr", List.of("name"));
    NAMES.put("batch", List.of("linecount", "fill_with"));
    NAMES.put("center", List.of("width"));
    NAMES.put("d", List.of("default_value", "boolean"));
    NAMES.put("default", List.of("default_value", "boolean"));
    NAMES.put("dictsort", List.of("case_sensitive", "by", "reverse"));
    NAMES.put("filesizeformat", List.of("binary"));
    NAMES.put("float", List.of("default"));
    NAMES.put("groupby", List.of("attribute", "default", "case_sensitive"));
    NAMES.put("indent", List.of("width", "first", "blank"));
    NAMES.put("int", List.of("default", "base"));
    NAMES.put("join", List.of("d", "attribute"));
    NAMES.put("max", List.of("case_sensitive", "attribute"));
    NAMES.put("min", List.of("case_sensitive", "attribute"));
    NAMES.put("replace", List.of("old", "new", "count"));
    NAMES.put("round", List.of("precision", "method"));
    NAMES.put("slice", List.of("slices", "fill_with"));
    NAMES.put("sort", List.of("reverse", "case_sensitive", "attribute"));
    NAMES.put("sum", List.of("attribute", "start"));
    NAMES.put("tojson", List.of("ensure_ascii", "indent", "separators", "sort_keys"));
    NAMES.put("trim", List.of("chars"));
    NAMES.put("truncate", List.of("length", "killwords", "end", "leeway"));
    NAMES.put("unique", List.of("case_sensitive", "attribute"));
    NAMES.put("xmlattr", List.of("autospace"));
  }

  private FilterArguments() {}

  /// What a filter takes, or null where it takes any.
  static @Nullable List<String> of(String filter) {
    return NAMES.get(filter);
  }

  static void check(String filter, List<String> names, Arguments a) {
    if (a.size() > names.size()) {
      throw a.at().error(filter + " takes not more than " + names.size() + " arguments");
    }
    for (String name : a.named().keySet()) {
      int place = names.indexOf(name);
      if (place < a.size()) {
        String what = place < 0 ? " takes no argument \"" : " is given twice the argument \"";
        throw a.at().error(filter + what + name + "\"");
      }
    }
  }
}
