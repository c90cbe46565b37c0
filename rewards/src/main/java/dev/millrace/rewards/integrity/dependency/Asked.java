package dev.millrace.rewards.integrity.dependency;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.rewards.integrity.Edit;
import dev.millrace.rewards.integrity.trace.Installs;
import dev.millrace.rewards.integrity.trace.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Packages that were asked for.
///
/// @param isImport whether code imports it, which may also be a module of its own
record Asked(Registry registry, String name, boolean isImport) {
  private static final Map<String, Registry> INSTALLERS =
      Map.of(
          "pip",
          Registry.PYPI,
          "pip3",
          Registry.PYPI,
          "uv",
          Registry.PYPI,
          "poetry",
          Registry.PYPI,
          "pipx",
          Registry.PYPI,
          "npm",
          Registry.NPM,
          "pnpm",
          Registry.NPM,
          "yarn",
          Registry.NPM,
          "cargo",
          Registry.CRATES);
  private static final Set<String> VERBS =
      Set.of("install", "add", "i", "download", "pip", "ci", "sync", "update", "tool", "run");
  private static final Set<String> WITH_VALUE =
      Set.of(
          "-r",
          "-c",
          "--requirement",
          "--constraint",
          "-i",
          "--index-url",
          "--extra-index-url",
          "-f",
          "--find-links",
          "-t",
          "--target",
          "--features",
          "--prefix",
          "--version",
          "--path",
          "--git",
          "--root",
          "--registry",
          "--python",
          "-p",
          "--group",
          "-G",
          "--timeout");
  private static final Pattern REQUIREMENT =
      Pattern.compile(
          "^\\s*[\"']?([A-Za-z0-9][A-Za-z0-9._-]*)(?:\\[[^\\]]*\\])?"
              + "\\s*(?:[=<>!~;@].*)?[\"']?,?\\s*$");
  private static final Pattern QUOTED_REQUIREMENT =
      Pattern.compile(
          "^\\s*[\"']([A-Za-z0-9][A-Za-z0-9._-]*)(?:\\[[^\\]]*\\])?"
              + "\\s*(?:[=<>!~;].*)?[\"'],?\\s*$");
  private static final Pattern JSON_DEPENDENCY =
      Pattern.compile(
          "^\\s*\"((?:@[a-z0-9-~][a-z0-9-._~]*/)?[a-z0-9-~][a-z0-9-._~]*)\""
              + "\\s*:\\s*\"(?:[\\^~>=<v]*\\d[^\"]*|latest|\\*|next)\"");
  private static final Pattern CRATE =
      Pattern.compile(
          "^\\s*([a-z0-9][a-z0-9_-]*)\\s*=\\s*(?:\"[\\^~=<>]*\\d[^\"]*\"" + "|\\{\\s*version)");
  private static final Pattern ARTIFACT =
      Pattern.compile(
          "<groupId>\\s*([\\w.-]+)\\s*</groupId>\\s*<artifactId>\\s*([\\w.-]+)\\s*</artifactId>");
  private static final Pattern PYTHON_IMPORT =
      Pattern.compile("^\\s*(?:import" + "|from)\\s+([A-Za-z_]\\w*)");
  private static final Pattern JS_IMPORT =
      Pattern.compile(
          "(?:\\bfrom\\s+|\\brequire\\(\\s*"
              + "|\\bimport\\s+)['\"]((?:@[a-z0-9-]+/)?[a-z0-9][a-z0-9._-]*)");

  /// What a command installs.
  static List<Asked> by(ShellCommand command) {
    ShellCommand plain = Installs.withoutPython(command);
    Registry registry = INSTALLERS.get(plain.name());
    if (registry == null || !Installs.isInstall(command)) {
      return List.of();
    }
    List<Asked> asked = new ArrayList<>();
    boolean isValue = false;
    for (String word : plain.arguments()) {
      boolean skips = isValue || word.startsWith("-") || VERBS.contains(word);
      isValue = WITH_VALUE.contains(word);
      if (!skips && !word.contains("/") && !word.startsWith(".") && !word.startsWith("$")) {
        String name = word.replaceAll("[\\[=<>!~;@ ].*$", "");
        if (name.matches("[A-Za-z0-9][A-Za-z0-9._-]*") && !name.endsWith(".whl")) {
          asked.add(new Asked(registry, name, false));
        }
      }
    }
    return asked;
  }

  /// What a file newly lists or imports.
  static List<Asked> by(Edit edit) throws InterruptedException {
    String name = edit.name();
    if (name.matches("requirements[\\w.-]*\\.txt|constraints\\.txt")) {
      return lines(edit, Registry.PYPI, REQUIREMENT, false);
    }
    if (name.equals("pyproject.toml") || name.equals("setup.py")) {
      return lines(edit, Registry.PYPI, QUOTED_REQUIREMENT, false);
    }
    if (name.equals("package.json")) {
      return lines(edit, Registry.NPM, JSON_DEPENDENCY, false).stream()
          .filter(one -> !Set.of("version", "node", "npm").contains(one.name()))
          .toList();
    }
    if (name.equals("Cargo.toml")) {
      return lines(edit, Registry.CRATES, CRATE, false).stream()
          .filter(one -> !Set.of("version", "edition", "rust-version").contains(one.name()))
          .toList();
    }
    if (name.equals("pom.xml")) {
      return artifacts(edit);
    }
    if (name.endsWith(".py")) {
      return lines(edit, Registry.PYPI, PYTHON_IMPORT, true);
    }
    return name.matches(".*\\.[cm]?[jt]sx?")
        ? lines(edit, Registry.NPM, JS_IMPORT, true)
        : List.of();
  }

  private static List<Asked> lines(Edit edit, Registry registry, Pattern pattern, boolean isImport)
      throws InterruptedException {
    List<Asked> asked = new ArrayList<>();
    for (Edit.Line line : edit.added()) {
      Matcher matcher = pattern.matcher(line.text());
      if (matcher.find()) {
        asked.add(new Asked(registry, matcher.group(1), isImport));
      }
    }
    return asked;
  }

  private static List<Asked> artifacts(Edit edit) throws InterruptedException {
    String before = edit.before().orElse("");
    List<Asked> asked = new ArrayList<>();
    Matcher artifact = ARTIFACT.matcher(edit.after());
    while (artifact.find()) {
      if (!before.contains(artifact.group(2))) {
        asked.add(new Asked(Registry.MAVEN, artifact.group(1) + ":" + artifact.group(2), false));
      }
    }
    return asked;
  }
}
