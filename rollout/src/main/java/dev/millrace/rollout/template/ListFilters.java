package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Filters.Filter;
import dev.millrace.rollout.template.Function.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The filters over lists.
final class ListFilters {
  static final Map<String, Filter> ALL =
      Map.ofEntries(
          Map.entry("list", (value, a) -> new ArrayList<@Nullable Object>(items(value, a))),
          Map.entry("join", ListFilters::join),
          Map.entry("first", (value, a) -> end(items(value, a), true)),
          Map.entry("last", (value, a) -> end(items(value, a), false)),
          Map.entry("reverse", ListFilters::reverse),
          Map.entry("sort", ListFilters::sort),
          Map.entry("unique", ListFilters::unique),
          Map.entry("min", (value, a) -> extreme(value, a, -1)),
          Map.entry("max", (value, a) -> extreme(value, a, 1)),
          Map.entry("sum", ListFilters::sum),
          Map.entry("map", ListFilters::map),
          Map.entry("select", (value, a) -> select(value, a, false, true)),
          Map.entry("reject", (value, a) -> select(value, a, false, false)),
          Map.entry("selectattr", (value, a) -> select(value, a, true, true)),
          Map.entry("rejectattr", (value, a) -> select(value, a, true, false)),
          Map.entry("groupby", ListFilters::groupBy),
          Map.entry("dictsort", ListFilters::dictSort),
          Map.entry("items", ListFilters::pairs),
          Map.entry("batch", ListFilters::batch),
          Map.entry("slice", ListFilters::slice));

  private ListFilters() {}

  private static List<? extends @Nullable Object> items(@Nullable Object value, Arguments a) {
    List<? extends @Nullable Object> items = Values.items(value, a.at());
    a.run().step(items.size(), a.at());
    return items;
  }

  private static @Nullable Object end(List<? extends @Nullable Object> items, boolean first) {
    if (items.isEmpty()) {
      return new Undefined("the " + (first ? "first" : "last") + " item of an empty list");
    }
    return first ? items.getFirst() : items.getLast();
  }

  private static String join(@Nullable Object value, Arguments a) {
    String separator = PyText.str(a.get(0, "d", ""), a.at());
    Object attribute = a.get(1, "attribute", null);
    StringBuilder out = new StringBuilder();
    boolean first = true;
    for (Object item : items(value, a)) {
      Object part = attribute == null ? item : path(item, attribute, a.at());
      out.append(first ? "" : separator).append(PyText.str(part, a.at()));
      first = false;
      if (out.length() > Run.MAX_CHARS) {
        throw a.at().error("a text has more than " + Run.MAX_CHARS + " characters");
      }
    }
    return out.toString();
  }

  private static Object reverse(@Nullable Object value, Arguments a) {
    if (value instanceof String text) {
      return new StringBuilder(text).reverse().toString();
    }
    return new ArrayList<@Nullable Object>(new ArrayList<>(items(value, a)).reversed());
  }

  /// An attribute, an attribute of an attribute (`a.b`), or a place (`0`).
  private static @Nullable Object path(@Nullable Object item, Object attribute, Position at) {
    if (!(attribute instanceof String path)) {
      return Access.item(item, attribute, at);
    }
    Object value = item;
    for (String part : path.split("\\.", -1)) {
      value =
          part.matches("\\d+") ? Access.item(value, Long.valueOf(part), at) : key(value, part, at);
    }
    return value;
  }

  private static @Nullable Object key(@Nullable Object of, String name, Position at) {
    return of instanceof Map<?, ?> map && map.containsKey(name)
        ? map.get(name)
        : Access.attribute(of, name, at);
  }

  private static @Nullable Object sortKey(
      @Nullable Object item, @Nullable Object attribute, boolean exact, Position at) {
    if (attribute instanceof String several && several.contains(",")) {
      List<@Nullable Object> keys = new ArrayList<>();
      for (String one : several.split(",", -1)) {
        keys.add(folded(path(item, one.strip(), at), exact));
      }
      return keys;
    }
    return folded(attribute == null ? item : path(item, attribute, at), exact);
  }

  private static @Nullable Object folded(@Nullable Object value, boolean exact) {
    return !exact && value instanceof String text ? text.toLowerCase(Locale.ROOT) : value;
  }

  private static List<@Nullable Object> sort(@Nullable Object value, Arguments a) {
    boolean exact = a.flag(1, "case_sensitive", false);
    Object attribute = a.get(2, "attribute", null);
    return sorted(
        items(value, a),
        a,
        item -> sortKey(item, attribute, exact, a.at()),
        a.flag(0, "reverse", false));
  }

  private interface Key {
    @Nullable Object of(@Nullable Object item);
  }

  private static List<@Nullable Object> sorted(
      List<? extends @Nullable Object> items, Arguments a, Key key, boolean descending) {
    Comparator<@Nullable Object> order = (x, y) -> Values.compare(key.of(x), key.of(y), a.at());
    List<@Nullable Object> sorted = new ArrayList<>(items);
    sorted.sort(descending ? Collections.reverseOrder(order) : order);
    return sorted;
  }

  private static List<@Nullable Object> unique(@Nullable Object value, Arguments a) {
    boolean exact = a.flag(0, "case_sensitive", false);
    Object attribute = a.get(1, "attribute", null);
    Set<@Nullable Object> seen = new LinkedHashSet<>();
    List<@Nullable Object> unique = new ArrayList<>();
    for (Object item : items(value, a)) {
      Object key = folded(attribute == null ? item : path(item, attribute, a.at()), exact);
      if (seen.add(Values.hashed(key, a.at()))) {
        unique.add(item);
      }
    }
    return unique;
  }

  private static @Nullable Object extreme(@Nullable Object value, Arguments a, int sign) {
    boolean exact = a.flag(0, "case_sensitive", false);
    Object attribute = a.get(1, "attribute", null);
    List<? extends @Nullable Object> items = items(value, a);
    if (items.isEmpty()) {
      return new Undefined("the extreme of an empty list");
    }
    Object best = items.getFirst();
    for (Object item : items) {
      Object x = sortKey(item, attribute, exact, a.at());
      Object y = sortKey(best, attribute, exact, a.at());
      if (sign * Values.compare(x, y, a.at()) > 0) {
        best = item;
      }
    }
    return best;
  }

  private static Object sum(@Nullable Object value, Arguments a) {
    Object attribute = a.get(0, "attribute", null);
    Object total = a.get(1, "start", 0L);
    for (Object item : items(value, a)) {
      total = Numbers.plus(total, attribute == null ? item : path(item, attribute, a.at()), a.at());
    }
    return total == null ? 0L : total;
  }

  private static List<@Nullable Object> map(@Nullable Object value, Arguments a) {
    List<@Nullable Object> made = new ArrayList<>();
    Object attribute = a.size() == 0 ? a.get(0, "attribute", null) : null;
    if (attribute != null) {
      boolean hasDefault = a.named().containsKey("default");
      for (Object item : items(value, a)) {
        Object found = path(item, attribute, a.at());
        made.add(found instanceof Undefined && hasDefault ? a.named().get("default") : found);
      }
      return made;
    }
    Filter filter = Filters.get(a.text(0, "filter"), a.at());
    for (Object item : items(value, a)) {
      made.add(filter.apply(item, a.rest()));
    }
    return made;
  }

  private static List<@Nullable Object> select(
      @Nullable Object value, Arguments a, boolean byAttribute, boolean wanted) {
    Object attribute = byAttribute ? a.required(0, "attribute") : null;
    Arguments rest = byAttribute ? a.rest() : a;
    Tests.Test test =
        rest.size() == 0
            ? (item, _) -> Values.isTrue(item)
            : Tests.get(rest.text(0, "test"), a.at());
    Arguments arguments = rest.rest();
    List<@Nullable Object> taken = new ArrayList<>();
    for (Object item : items(value, a)) {
      Object tested = attribute == null ? item : path(item, attribute, a.at());
      if (test.holds(tested, arguments) == wanted) {
        taken.add(item);
      }
    }
    return taken;
  }

  private static List<Tuple> groupBy(@Nullable Object value, Arguments a) {
    Object attribute = a.required(0, "attribute");
    if (attribute == null) {
      throw a.at().error("groupby needs an attribute");
    }
    Object otherwise = a.get(1, "default", null);
    boolean exact = a.flag(2, "case_sensitive", false);
    Key key =
        item -> {
          Object found = path(item, attribute, a.at());
          return folded(found instanceof Undefined && otherwise != null ? otherwise : found, exact);
        };
    Map<@Nullable Object, List<@Nullable Object>> groups = new LinkedHashMap<>();
    for (Object item : sorted(items(value, a), a, key, false)) {
      groups.computeIfAbsent(key.of(item), _ -> new ArrayList<>()).add(item);
    }
    List<Tuple> made = new ArrayList<>();
    groups.forEach(
        (_, members) -> {
          Object shown = path(members.getFirst(), attribute, a.at());
          made.add(Tuple.of(shown instanceof Undefined ? otherwise : shown, members));
        });
    return made;
  }

  private static List<@Nullable Object> dictSort(@Nullable Object value, Arguments a) {
    if (!(value instanceof Map<?, ?> map)) {
      throw a.at().error("dictsort works on a mapping, not on " + Values.kind(value));
    }
    boolean exact = a.flag(0, "case_sensitive", false);
    int by = "value".equals(a.get(1, "by", "key")) ? 1 : 0;
    return sorted(
        MapMethods.items(map),
        a,
        pair -> folded(pair instanceof Tuple tuple ? tuple.get(by) : null, exact),
        a.flag(2, "reverse", false));
  }

  private static List<Tuple> pairs(@Nullable Object value, Arguments a) {
    return switch (value) {
      case Map<?, ?> map -> MapMethods.items(map);
      case Undefined _ -> List.of();
      case null, default ->
          throw a.at().error("items works on a mapping, not on " + Values.kind(value));
    };
  }

  private static List<@Nullable Object> batch(@Nullable Object value, Arguments a) {
    int size = Math.max(1, Numbers.toInt(a.required(0, "linecount"), a.at()));
    Object fill = a.get(1, "fill_with", null);
    List<@Nullable Object> rows = new ArrayList<>();
    List<@Nullable Object> row = new ArrayList<>();
    for (Object item : items(value, a)) {
      if (row.size() == size) {
        rows.add(row);
        row = new ArrayList<>();
      }
      row.add(item);
    }
    if (!row.isEmpty()) {
      a.run().step(size, a.at());
      while (fill != null && row.size() < size) {
        row.add(fill);
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<@Nullable Object> slice(@Nullable Object value, Arguments a) {
    List<? extends @Nullable Object> items = items(value, a);
    int slices = Math.clamp(Numbers.toInt(a.required(0, "slices"), a.at()), 1, Run.MAX_ITEMS);
    Object fill = a.get(1, "fill_with", null);
    int each = items.size() / slices;
    int longer = items.size() % slices;
    List<@Nullable Object> rows = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < slices; i++) {
      int size = each + (i < longer ? 1 : 0);
      List<@Nullable Object> row = new ArrayList<>(items.subList(at, at + size));
      if (fill != null && i >= longer) {
        row.add(fill);
      }
      rows.add(row);
      at += size;
    }
    return rows;
  }
}
