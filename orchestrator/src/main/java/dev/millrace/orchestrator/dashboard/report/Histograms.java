package dev.millrace.orchestrator.dashboard.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Cuts values into bins that people can read: widths of 1, 2 or 5 times a power of ten.
final class Histograms {
  private static final int MOST_BINS = 20;

  private Histograms() {}

  static RunReport.Histogram of(Map<String, Samples> samples) {
    double[] all = samples.values().stream().flatMapToDouble(s -> Arrays.stream(s.all())).toArray();
    if (all.length == 0) {
      return new RunReport.Histogram(List.of(), new TreeMap<>());
    }
    double least = Arrays.stream(all).min().orElse(0);
    double most = Arrays.stream(all).max().orElse(0);
    double width = width(most - least);
    long first = bin(least, width);
    int bins = (int) (bin(most, width) - first) + 1;
    List<Double> edges =
        IntStream.rangeClosed(0, bins).mapToObj(i -> Samples.rounded((first + i) * width)).toList();
    SortedMap<String, List<Integer>> counts = new TreeMap<>();
    samples.forEach((name, own) -> counts.put(name, counts(own, width, first, bins)));
    return new RunReport.Histogram(edges, counts);
  }

  private static List<Integer> counts(Samples samples, double width, long first, int bins) {
    Integer[] counts = new Integer[bins];
    Arrays.fill(counts, 0);
    for (double value : samples.all()) {
      counts[(int) (bin(value, width) - first)]++;
    }
    return new ArrayList<>(List.of(counts));
  }

  /// A value on an edge belongs to the bin that begins there, however the division rounds.
  private static long bin(double value, double width) {
    return (long) Math.floor(value / width + 1e-9);
  }

  private static double width(double range) {
    double least = Math.max(range / MOST_BINS, 1e-3);
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double step : new double[] {1, 2, 5}) {
      if (step * power >= least * (1 - 1e-9)) {
        return step * power;
      }
    }
    return 10 * power;
  }
}
