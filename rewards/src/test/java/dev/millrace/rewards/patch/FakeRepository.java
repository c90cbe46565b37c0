package dev.millrace.rewards.patch;

import static dev.millrace.rewards.MemorySandboxes.bytes;
import static dev.millrace.rewards.MemorySandboxes.exited;

import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/// A repository of one file, `/testbed/a`, whose patches are its new text. A test passes where
/// that is `1`; its output is what `tests` prints.
final class FakeRepository implements MemorySandboxes.Shell {
  private static final String FILE = "/testbed/a";
  private static final String MADE = "/logs/verifier/made.diff";
  private static final String PATCH = "/logs/verifier/patch.diff";

  private final Tests tests;

  /// What the test command prints.
  interface Tests {
    String output(String text);
  }

  FakeRepository(Tests tests) {
    this.tests = tests;
  }

  static MemorySandboxes sandboxes(Tests tests) {
    return new MemorySandboxes(Map.of(FILE, "0"), new FakeRepository(tests));
  }

  @Override
  public ExecResult run(Command command, SortedMap<String, byte[]> files) {
    if (command.argv().getLast().equals("/tests/eval.sh")) {
      return exited(0, eval(text(files, "/tests/eval.sh"), text(files, FILE)));
    }
    String script = command.argv().get(2);
    if (script.contains("tar -x")) {
      unpack(command.stdin(), files);
    } else if (script.contains("git diff")) {
      files.put(MADE, files.get(FILE));
    } else if (script.contains("git apply")) {
      return apply(files);
    }
    return exited(0, "");
  }

  private static ExecResult apply(SortedMap<String, byte[]> files) {
    if (text(files, PATCH).startsWith("broken")) {
      return exited(98, "error: patch failed: a:1");
    }
    files.put(FILE, files.get(PATCH));
    return exited(0, "");
  }

  private static void unpack(byte[] tar, SortedMap<String, byte[]> files) {
    for (DeltaEntry entry : DeltaArchive.decode(new WorkspaceDelta(sha256(tar), tar.length, tar))) {
      if (entry instanceof DeltaEntry.File(String path, _, byte[] content)) {
        files.put("/testbed/" + path, content);
      }
    }
  }

  private static String sha256(byte[] content) {
    try {
      var sha = java.security.MessageDigest.getInstance("SHA-256");
      return java.util.HexFormat.of().formatHex(sha.digest(content));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// As bash would trace such a script.
  private String eval(String script, String text) {
    StringBuilder log = new StringBuilder();
    for (String line : script.lines().toList()) {
      if (line.startsWith(": ")) {
        log.append("+ ").append(line).append('\n');
      } else if (line.startsWith("run-tests")) {
        log.append(tests.output(text));
      } else if (line.startsWith("echo ")) {
        String status = text.equals("1") ? "0" : "1";
        String said = line.substring(6, line.length() - 1).replaceFirst("\\$\\w+$", status);
        log.append("+ ").append(line).append('\n').append(said).append('\n');
      }
    }
    return log.toString();
  }

  private static String text(SortedMap<String, byte[]> files, String path) {
    return new String(
        Objects.requireNonNullElse(files.get(path), bytes("")), StandardCharsets.UTF_8);
  }
}
