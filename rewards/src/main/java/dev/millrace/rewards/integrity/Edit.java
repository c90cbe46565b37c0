package dev.millrace.rewards.integrity;

import dev.millrace.rewards.integrity.trace.Paths;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A text file of the end state that is new or differs from the one that was there, in Unicode's
/// normal form NFKC. Used by one
/// thread; what was there before is read when it is first asked for.
public final class Edit {
  private final String path;
  private final int mode;
  private final String after;
  private final Pristine original;
  private boolean isRead;
  private Optional<String> before = Optional.empty();

  Edit(String path, int mode, String after, Pristine original) {
    this.path = path;
    this.mode = mode;
    this.after = plain(after);
    this.original = original;
  }

  /// Python takes letters of any width for the same name, and so do the rules.
  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  /// Absolute.
  public String path() {
    return path;
  }

  /// The last part of the path.
  public String name() {
    return Paths.name(path);
  }

  public boolean isExecutable() {
    return (mode & 0111) != 0;
  }

  /// The text that is there now.
  public String after() {
    return after;
  }

  /// The text that was there, or empty for a new file.
  public Optional<String> before() throws InterruptedException {
    if (!isRead) {
      before = original.read(path).map(bytes -> plain(new String(bytes, StandardCharsets.UTF_8)));
      isRead = true;
    }
    return before;
  }

  /// Whether anything in it differs from what was there: writing the same again is no edit.
  public boolean isChange() throws InterruptedException {
    return !before().equals(Optional.of(after));
  }

  /// The lines that were not there, in order.
  public List<Line> added() throws InterruptedException {
    Map<String, Integer> known = new HashMap<>();
    before().stream()
        .flatMap(String::lines)
        .forEach(line -> known.merge(line.strip(), 1, Integer::sum));
    List<Line> added = new ArrayList<>();
    List<String> lines = after.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (known.merge(line.strip(), -1, Integer::sum) < 0) {
        added.add(new Line(i + 1, line));
      }
    }
    return added;
  }

  /// One line of a text.
  ///
  /// @param number from 1
  public record Line(int number, String text) {
    /// For evidence.
    public String shown() {
      String flat = text.strip();
      return "line " + number + ": " + (flat.length() > 160 ? flat.substring(0, 160) + "…" : flat);
    }
  }
}
