package dev.millrace.rollout.task.harbor;

import dev.millrace.rollout.task.Measure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads `[[metadata.measures]]`: `metric` and `baseline`, and where they differ from the usual
/// `name` (the metric's), `better` (`higher`), `scale` (`linear`), `least` (0, or -4 of `log`) and
/// `most` (4).
final class Measures {
  private static final double FAR = 4;

  private Measures() {}

  static List<Measure> read(TomlTable metadata) {
    List<Measure> measures = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (TomlTable table : metadata.tables("measures")) {
      measure(table)
          .ifPresent(
              measure -> {
                if (names.add(measure.name())) {
                  measures.add(measure);
                } else {
                  table.problem("name", "there is a measure " + measure.name() + " already");
                }
              });
      table.finish();
    }
    return measures;
  }

  private static Optional<Measure> measure(TomlTable table) {
    Optional<String> metric = table.text("metric");
    Optional<Double> baseline = table.positive("baseline");
    String name = table.text("name").or(() -> metric).orElse("");
    Measure.Better better = one(table, "better", Measure.Better.HIGHER);
    Measure.Scale scale = one(table, "scale", Measure.Scale.LINEAR);
    double usual = scale == Measure.Scale.LINEAR ? 0 : -FAR;
    double least = table.number("least").orElse(usual);
    double most = table.number("most").orElse(FAR);
    if (metric.isEmpty() || baseline.isEmpty()) {
      table.problem(metric.isEmpty() ? "metric" : "baseline", "is missing");
      return Optional.empty();
    }
    if (!(least < most)) {
      table.problem("least", "expected a number below most, found " + least + " and " + most);
      return Optional.empty();
    }
    return Optional.of(new Measure(name, metric.get(), baseline.get(), better, scale, least, most));
  }

  private static <E extends Enum<E>> E one(TomlTable table, String key, E usual) {
    List<String> names = new ArrayList<>();
    String found = table.text(key).orElse(usual.name().toLowerCase(Locale.ROOT));
    for (E constant : usual.getDeclaringClass().getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(found)) {
        return constant;
      }
      names.add(name);
    }
    table.problem(key, "expected one of " + names + ", found " + found);
    return usual;
  }
}
