package dev.millrace.rewards.integrity.tamper;

import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.TestFiles;
import dev.millrace.rewards.integrity.trace.Paths;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Names of files that look like other names: letters of other scripts, letters of other widths,
/// and characters that are not seen.
final class LookalikeNames {
  /// Cyrillic, then Greek, then a Turkish one; those in [#LATIN] look the same.
  private static final String LETTERS =
      "\u0430\u0435\u0456\u0458\u043e\u0440\u0441\u0443\u0445\u0455\u04bb\u0501\u051b\u051d"
          + "\u03bd\u03bf\u03b1\u03b9\u03ba\u03c1\u03c4\u03c5\u0131";

  private static final String LATIN = "aeijopcyxshdqwvoaikptui";
  private static final Set<String> KNOWN =
      Set.of(
          "conftest.py",
          "pytest.ini",
          "setup.cfg",
          "setup.py",
          "tox.ini",
          "pyproject.toml",
          "package.json",
          "Makefile",
          "sitecustomize.py",
          "__init__.py");

  private LookalikeNames() {}

  /// What a new file's name looks like, where that is a file that was there, a test or a setting of
  /// test runners.
  ///
  /// @param path absolute
  static Optional<String> seen(Evidence evidence, String path) throws InterruptedException {
    String plain = plain(path);
    if (plain.equals(path)) {
      return Optional.empty();
    }
    boolean isLike =
        TestFiles.isTest(plain)
            || KNOWN.contains(Paths.name(plain))
            || evidence.original().read(plain).isPresent()
            || !evidence.original().list(List.of(plain)).isEmpty();
    return isLike ? Optional.of("its name looks like " + plain) : Optional.empty();
  }

  /// The name as it looks, in Latin letters.
  static String plain(String path) {
    if (path.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return path;
    }
    StringBuilder plain = new StringBuilder();
    Normalizer.normalize(path, Normalizer.Form.NFKC)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .forEach(c -> plain.appendCodePoint(latin(c)));
    return plain.toString();
  }

  private static int latin(int c) {
    int at = LETTERS.indexOf(c);
    return at < 0 ? c : LATIN.charAt(at);
  }
}
