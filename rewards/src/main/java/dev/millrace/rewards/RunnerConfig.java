package dev.millrace.rewards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Files that belong to the project but also steer test runners. What they say of test runners
/// stays as it was; the rest is as the agent left it.
enum RunnerConfig {
  PYPROJECT(
      "pyproject.toml",
      "\\[\\[?\\s*tool\\s*\\.\\s*[\"']?(?:pytest|tox|coverage|nose)[\"']?\\s*[.\\]].*",
      "(?s).*(?:ini_options|tool\\s*\\.\\s*[\"']?pytest|pytest[\"']?\\s*=\\s*\\{).*"),
  SETUP("setup.cfg", "\\[\\s*(?:tool:)?(?:pytest|tox|nosetests|coverage:?\\w*)\\s*\\].*", "\\z."),
  TOX("tox.ini", "\\[\\s*(?:tool:)?(?:pytest|tox|testenv.*|coverage:?\\w*)\\s*\\].*", "\\z."),
  PACKAGE("package.json", "\\z.", "\\z.");

  private static final Map<String, RunnerConfig> BY_NAME =
      Map.of(PYPROJECT.file, PYPROJECT, SETUP.file, SETUP, TOX.file, TOX, PACKAGE.file, PACKAGE);
  private static final Set<String> KEYS =
      Set.of("scripts", "jest", "mocha", "vitest", "ava", "tap", "nyc", "c8", "karma", "jasmine");
  private static final Pattern TABLE = Pattern.compile("\\s*\\[.*");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final String file;
  private final Pattern tables;
  // What is left of a runner's configuration in another form than a table.
  private final Pattern elsewhere;

  RunnerConfig(String file, String tables, String elsewhere) {
    this.file = file;
    this.tables = Pattern.compile("\\s*" + tables);
    this.elsewhere = Pattern.compile(elsewhere);
  }

  /// The one that a path names, or null.
  static @Nullable RunnerConfig at(String path) {
    return BY_NAME.get(path.substring(path.lastIndexOf('/') + 1));
  }

  /// The agent's file with what it says of test runners put back.
  ///
  /// @param original what was there, or null where there was nothing
  /// @return null where the two cannot be told apart: then the original stays
  byte @Nullable [] restored(byte @Nullable [] original, byte[] now) {
    if (this == PACKAGE) {
      return restoredJson(original, now);
    }
    String kept = tables(text(now), false);
    String put = original == null ? "" : tables(text(original), true);
    if (elsewhere.matches(kept)) {
      return null;
    }
    boolean isSame = tables(text(now), true).equals(put);
    return isSame ? now : bytes(put.isEmpty() ? kept : kept + "\n" + put);
  }

  /// Whether a file says anything of test runners.
  boolean speaks(byte[] content) {
    if (this == PACKAGE) {
      return true;
    }
    return !tables(text(content), true).isEmpty() || elsewhere.matches(text(content));
  }

  private String tables(String text, boolean ofRunners) {
    StringBuilder kept = new StringBuilder();
    boolean isOfRunner = false;
    for (String line : text.split("(?<=\n)", -1)) {
      if (TABLE.matches(line.stripTrailing())) {
        isOfRunner = tables.matches(line.stripTrailing());
      }
      if (isOfRunner == ofRunners) {
        kept.append(line);
      }
    }
    return kept.toString();
  }

  /// Of a new file the scripts stay: nothing that was there is started by them.
  private static byte @Nullable [] restoredJson(byte @Nullable [] original, byte[] now) {
    try {
      if (!(MAPPER.readTree(now) instanceof ObjectNode changed)) {
        return null;
      }
      JsonNode before = original == null ? MAPPER.createObjectNode() : MAPPER.readTree(original);
      boolean isSame = true;
      for (String key : KEYS) {
        boolean stays = original == null && key.equals("scripts");
        JsonNode was = before.get(key);
        if (!stays && !Objects.equals(was, changed.get(key))) {
          isSame = false;
          changed.remove(key);
          if (was != null) {
            changed.set(key, was);
          }
        }
      }
      return isSame ? now : MAPPER.writeValueAsBytes(changed);
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
