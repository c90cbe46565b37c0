package dev.millrace.orchestrator.dashboard;

import java.util.ArrayList;
import java.util.List;

/// A table in plain text: the first column is left-aligned, the others right-aligned. Not
/// thread-safe.
public final class TextTable {
  private static final String GAP = "  ";
  private static final int NARROWEST = 8;

  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    rows.add(List.of(header));
  }

  /// @throws IllegalArgumentException when the row has another number of cells than the header
  public void row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "a row has " + cells.length + " cells, the header " + rows.getFirst().size());
    }
    rows.add(List.of(cells));
  }

  /// The lines, header first.
  ///
  /// @param widest how wide a line may be; the first column gives way
  public List<String> lines(int widest) {
    int[] widths = widths(widest);
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = Units.fit(row.get(i), widths[i]);
        String pad = " ".repeat(widths[i] - cell.codePointCount(0, cell.length()));
        line.append(i == 0 ? cell + pad : GAP + pad + cell);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private int[] widths(int widest) {
    int[] widths = new int[rows.getFirst().size()];
    int total = GAP.length() * (widths.length - 1);
    for (int i = 0; i < widths.length; i++) {
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).codePointCount(0, row.get(i).length()));
      }
      total += widths[i];
    }
    widths[0] = Math.max(Math.min(NARROWEST, widths[0]), widths[0] - Math.max(0, total - widest));
    return widths;
  }
}
