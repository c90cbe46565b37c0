package dev.millrace.rewards.logs.upstream;

import static java.util.Map.entry;

import dev.millrace.rewards.logs.text.LogParser;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.Map;

/// SWE-bench's readers that look at one line at a time, of Go, Rust, C, Java, Ruby and JavaScript.
final class LineDialects {
  private static final Map<String, Status> PASS_OR_FAIL =
      Map.of("PASS", Status.PASSED, "FAIL", Status.FAILED, "SKIP", Status.SKIPPED);
  private static final Map<String, Status> PASSED_OR_FAILED =
      Map.of("PASSED", Status.PASSED, "FAILED", Status.FAILED);
  private static final Map<String, Status> JEST =
      Map.of("✓", Status.PASSED, "✕", Status.FAILED, "○", Status.SKIPPED);

  static final Map<String, LogParser> ALL =
      Map.ofEntries(
          entry(
              "parse_log_gotest",
              LineDialect.of("--- (?<status>PASS|FAIL|SKIP): (?<name>.+) \\(.+\\)$", PASS_OR_FAIL)
                  .endingWith(")")),
          entry(
              "parse_log_cargo",
              LineDialect.of(
                  "test\\s+(?<name>\\S+)\\s+\\.\\.\\.\\s+(?<status>\\w+)$",
                  Map.of("ok", Status.PASSED, "FAILED", Status.FAILED))),
          entry(
              "parse_log_ant",
              LineDialect.of(
                  "\\s*\\[junit\\]\\s+\\[(?<status>PASS|FAIL|ERR)\\]\\s+(?<name>.*)$",
                  Map.of("PASS", Status.PASSED, "FAIL", Status.FAILED, "ERR", Status.FAILED))),
          entry(
              "parse_log_jq",
              LineDialect.of("\\s*(?<status>PASS|FAIL):\\s(?<name>.+)$", PASS_OR_FAIL)),
          entry(
              "parse_log_micropython_test",
              LineDialect.of(
                  "(?<status>pass|FAIL|skip)\\s+(?<name>.+)$",
                  Map.of("pass", Status.PASSED, "FAIL", Status.FAILED, "skip", Status.SKIPPED))),
          entry(
              "parse_log_googletest",
              LineDialect.of(
                      ".*\\[\\s*(?<status>OK|FAILED)\\s*\\]\\s(?<name>.*)\\s\\(.*\\)$",
                      Map.of("OK", Status.PASSED, "FAILED", Status.FAILED))
                  .endingWith(")")),
          entry(
              "parse_log_cucumber",
              LineDialect.of(
                  "(?<name>.*) \\.+(?<status>\\.|F)",
                  Map.of(".", Status.PASSED, "F", Status.FAILED))),
          entry(
              "parse_log_ruby_unit",
              LineDialect.of(
                  "\\s*(?:test: )?(?<name>.+):\\s+(?<status>\\.|E\\b|F\\b|O\\b)",
                  Map.of(
                      ".", Status.PASSED,
                      "E", Status.FAILED,
                      "F", Status.FAILED,
                      "O", Status.SKIPPED))),
          entry(
              "parse_log_rspec_transformed_json",
              LineDialect.of(
                  "(?<name>.+) - (?<status>passed|failed)",
                  Map.of("passed", Status.PASSED, "failed", Status.FAILED))),
          entry(
              "parse_log_jest_json",
              LineDialect.of("\\[(?<status>PASSED|FAILED)\\]\\s(?<name>.+)$", PASSED_OR_FAILED)),
          entry(
              "parse_log_jest",
              LineDialect.of(
                  "\\s*(?<status>[✓✕○])\\s+(?<name>\\S.*?)\\s*(?:\\s\\(\\d+\\s*m?s\\))?$", JEST)),
          entry(
              "v4/parse_log_jest",
              LineDialect.of(
                  "\\s*(?<status>[✓✕○])\\s(?<name>.+?)(?:\\s\\(\\d+\\s*m?s\\))?$", JEST)),
          entry(
              "parse_log_vitest",
              LineDialect.of(
                  "\\s*(?<status>[✓×↓])\\s(?<name>.+?)(?:\\s(?:\\d+\\s*m?s?|\\[skipped\\]))?$",
                  Map.of("✓", Status.PASSED, "×", Status.FAILED, "↓", Status.SKIPPED))),
          entry(
              "parse_log_tap",
              LineDialect.of(
                  "(?<status>ok|not ok) \\d+ (?<name>.+)$",
                  Map.of("ok", Status.PASSED, "not ok", Status.FAILED))));

  private LineDialects() {}
}
