package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Filters.Filter;
import dev.millrace.rollout.template.Function.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The filters over lists; those that compare items are in [OrderFilters].
final class ListFilters {
  static final Map<String, Filter> ALL =
      Map.ofEntries(
          Map.entry("list", ListFilters::list),
          Map.entry("join", ListFilters::join),
          Map.entry("first", (value, a) -> end(value, a, true)),
          Map.entry("last", (value, a) -> end(value, a, false)),
          Map.entry("reverse", ListFilters::reverse),
          Map.entry("sum", ListFilters::sum),
          Map.entry("map", ListFilters::map),
          Map.entry("select", (value, a) -> select(value, a, false, true)),
          Map.entry("reject", (value, a) -> select(value, a, false, false)),
          Map.entry("selectattr", (value, a) -> select(value, a, true, true)),
          Map.entry("rejectattr", (value, a) -> select(value, a, true, false)),
          Map.entry("items", ListFilters::pairs),
          Map.entry("batch", ListFilters::batch),
          Map.entry("slice", ListFilters::slice));

  private ListFilters() {}

  /// Which part of the items counts, or null for the items themselves.
  static @Nullable AttributePath path(Arguments a, int index) {
    Object attribute = a.get(index, "attribute", null);
    return attribute == null ? null : AttributePath.of(attribute, a);
  }

  /// What a filter goes through; each item counts as a step.
  static List<? extends @Nullable Object> items(@Nullable Object value, Arguments a) {
    List<? extends @Nullable Object> items = Values.items(value, a.run(), a.at());
    a.run().step(items.size(), a.at());
    return items;
  }

  private static List<@Nullable Object> list(@Nullable Object value, Arguments a) {
    return new ArrayList<>(items(value, a));
  }

  private static @Nullable Object end(@Nullable Object value, Arguments a, boolean first) {
    if (value instanceof Once once) {
      if (!first) {
        throw a.at().error("a generator has no last item; the filter list makes a list of it");
      }
      return once.hasNext() ? once.next() : new Undefined("the first item of nothing");
    }
    List<? extends @Nullable Object> items = Values.items(value, a.run(), a.at());
    if (items.isEmpty()) {
      return new Undefined("the " + (first ? "first" : "last") + " item of an empty list");
    }
    return first ? items.getFirst() : items.getLast();
  }

  private static String join(@Nullable Object value, Arguments a) {
    String separator = PyText.str(a.get(0, "d", ""), a.at());
    AttributePath path = path(a, 1);
    StringBuilder out = new StringBuilder();
    boolean first = true;
    for (Object item : items(value, a)) {
      Object part = path == null ? item : path.in(item);
      out.append(first ? "" : separator).append(PyText.str(part, a.at()));
      first = false;
      Run.fits(out.length(), a.at());
    }
    return out.toString();
  }

  private static Object reverse(@Nullable Object value, Arguments a) {
    if (Markup.plain(value) instanceof String text) {
      a.run().room(text.length(), a.at());
      return new StringBuilder(text).reverse().toString();
    }
    List<@Nullable Object> items = new ArrayList<>(items(value, a));
    Collections.reverse(items);
    // Python reverses by places, and makes a list of what has none.
    return value instanceof Once ? items : Once.of(items, a);
  }

  private static Object sum(@Nullable Object value, Arguments a) {
    AttributePath path = path(a, 0);
    Object total = a.get(1, "start", 0L);
    for (Object item : items(value, a)) {
      Object sum = Numbers.plus(total, path == null ? item : path.in(item), a.at());
      total = a.run().made(sum, a.at());
    }
    return total == null ? 0L : total;
  }

  private static Once map(@Nullable Object value, Arguments a) {
    Object attribute = a.size() == 0 ? a.get(0, "attribute", null) : null;
    if (attribute != null) {
      FilterArguments.check("map", List.of("attribute", "default"), a);
      AttributePath path = AttributePath.of(attribute, a.get(1, "default", null), a);
      return Once.mapped(value, path::in, a);
    }
    Filter filter = Filters.get(a.text(0, "filter"), a.at());
    Arguments rest = a.rest();
    return Once.mapped(value, item -> filter.apply(item, rest), a);
  }

  private static Once select(
      @Nullable Object value, Arguments a, boolean byAttribute, boolean wanted) {
    if (byAttribute && a.size() == 0) {
      throw a.at().error("the attribute to select by is missing");
    }
    AttributePath path = byAttribute ? path(a, 0) : null;
    Arguments rest = byAttribute ? a.rest() : a;
    Tests.Test test =
        rest.size() == 0
            ? (item, _) -> Values.isTrue(item)
            : Tests.get(rest.text(0, "test"), a.at());
    Arguments arguments = rest.rest();
    return Once.selected(
        value, item -> test.holds(path == null ? item : path.in(item), arguments) == wanted, a);
  }

  private static Once pairs(@Nullable Object value, Arguments a) {
    return switch (value) {
      case Map<?, ?> map -> Once.of(MapMethods.items(map, a), a);
      case Undefined _ -> Once.of(List.of(), a);
      case null, default ->
          throw a.at().error("items works on a mapping, not on " + Values.kind(value));
    };
  }

  private static Once batch(@Nullable Object value, Arguments a) {
    int size = Numbers.toInt(a.required(0, "linecount"), a.at());
    if (size < 1) {
      throw a.at().error("a batch is of at least one item");
    }
    Object fill = a.get(1, "fill_with", null);
    List<@Nullable Object> rows = new ArrayList<>();
    List<@Nullable Object> row = new ArrayList<>();
    for (Object item : items(value, a)) {
      if (row.size() == size) {
        rows.add(a.run().made(row, a.at()));
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
    return Once.of(rows, a);
  }

  private static Once slice(@Nullable Object value, Arguments a) {
    List<? extends @Nullable Object> items = items(value, a);
    int slices = Numbers.toInt(a.required(0, "slices"), a.at());
    if (slices < 1 || slices > Run.MAX_ITEMS) {
      throw a.at().error("slices are at least 1 and at most " + Run.MAX_ITEMS);
    }
    a.run().step(slices, a.at());
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
      rows.add(a.run().made(row, a.at()));
      at += size;
    }
    return Once.of(rows, a);
  }
}
