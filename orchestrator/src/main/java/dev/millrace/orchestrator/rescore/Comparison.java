package dev.millrace.orchestrator.rescore;

import dev.millrace.datasets.lake.Rescored;
import dev.millrace.datasets.lake.Scoring;
import dev.millrace.rollout.trajectory.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A scoring beside what its episodes came with, for people.
public final class Comparison {
  private static final int LISTED = 20;

  private Comparison() {}

  private enum Verdict {
    SOLVED("solved"),
    UNSOLVED("not solved"),
    NONE("no verdict");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }
  }

  /// The lines to print.
  public static List<String> lines(Scoring scoring, List<Rescored> rows) {
    List<String> lines = new ArrayList<>();
    lines.add("scoring       " + scoring.id() + "  (lake/scores, column scoring)");
    lines.add("formula       " + scoring.formula().replaceAll("\\s+", " "));
    lines.add("judged by     " + scoring.judgedBy());
    lines.add("episodes      " + rows.size());
    lines.add("with verdict  " + change(rows, verdict -> verdict != Verdict.NONE));
    lines.add("solved        " + change(rows, verdict -> verdict == Verdict.SOLVED));
    lines.add(
        "mean total    %s -> %s"
            .formatted(mean(rows, Comparison::oldTotal), mean(rows, Comparison::newTotal)));
    List<Rescored> changed = rows.stream().filter(row -> before(row) != now(row)).toList();
    lines.add("changed       " + changed.size());
    changed.stream().limit(LISTED).map(Comparison::line).forEach(lines::add);
    if (changed.size() > LISTED) {
      lines.add("  and " + (changed.size() - LISTED) + " more");
    }
    return lines;
  }

  private static String change(List<Rescored> rows, Function<Verdict, Boolean> like) {
    long before = rows.stream().filter(row -> like.apply(before(row))).count();
    long now = rows.stream().filter(row -> like.apply(now(row))).count();
    return before + " -> " + now;
  }

  private static String mean(List<Rescored> rows, Function<Rescored, @Nullable Double> total) {
    double sum = 0;
    int count = 0;
    for (Rescored row : rows) {
      Double value = total.apply(row);
      if (value != null && oldTotal(row) != null && newTotal(row) != null) {
        sum += value;
        count++;
      }
    }
    return count == 0 ? "none" : String.format(Locale.ROOT, "%.4f", sum / count);
  }

  private static String line(Rescored row) {
    return "  %s  %s %s -> %s %s%s"
        .formatted(
            row.episode(),
            before(row).text,
            total(oldTotal(row)),
            now(row).text,
            total(newTotal(row)),
            row.now() instanceof Judgement.Unscored(var failure, _)
                ? "(" + failure.detail() + ")"
                : "");
  }

  private static String total(@Nullable Double total) {
    return total == null ? "" : String.format(Locale.ROOT, "%.3f", total);
  }

  private static @Nullable Double oldTotal(Rescored row) {
    return row.before().total();
  }

  private static @Nullable Double newTotal(Rescored row) {
    return row.now() instanceof Judgement.Scored(var score) ? (Double) score.total() : null;
  }

  private static Verdict before(Rescored row) {
    Double correctness = row.before().correctness();
    return correctness == null ? Verdict.NONE : verdict(correctness);
  }

  private static Verdict now(Rescored row) {
    return row.now() instanceof Judgement.Scored(var score)
        ? verdict(score.parts().getOrDefault("correctness", 0.0))
        : Verdict.NONE;
  }

  private static Verdict verdict(double correctness) {
    return correctness >= 1 ? Verdict.SOLVED : Verdict.UNSOLVED;
  }
}
