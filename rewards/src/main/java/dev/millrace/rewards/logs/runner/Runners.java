package dev.millrace.rewards.logs.runner;

import dev.millrace.rewards.logs.text.LogParser;
import java.util.Map;

/// The readers of this package.
public final class Runners {
  /// By the names under which they are looked up.
  public static final Map<String, LogParser> ALL =
      Map.ofEntries(
          Map.entry("cargo", CargoLog::read),
          Map.entry("ctest", CtestLog::read),
          Map.entry("go", GoLog::read),
          Map.entry("go-json", GoEvents::read),
          Map.entry("gradle", GradleLog::read),
          Map.entry("jest", JestLog::read),
          Map.entry("jest-json", JsonReport::jest),
          Map.entry("junit", JUnitXml::read),
          Map.entry("maven", MavenLog::read),
          Map.entry("minitest", MinitestLog::read),
          Map.entry("mocha", MochaLog::read),
          Map.entry("mocha-json", JsonReport::mocha),
          Map.entry("pytest", PytestLog::read),
          Map.entry("rspec", RspecLog::read),
          Map.entry("rspec-json", JsonReport::rspec),
          Map.entry("tap", TapLog::read),
          Map.entry("unittest", UnittestLog::read),
          Map.entry("vitest", VitestLog::read),
          Map.entry("vitest-json", JsonReport::jest));

  private Runners() {}
}
