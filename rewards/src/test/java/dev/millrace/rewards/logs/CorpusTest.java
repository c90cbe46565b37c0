package dev.millrace.rewards.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rewards.logs.text.TestLog;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Reads logs of real runners, which `make_logs.py` made, with what the runners' own reports say.
final class CorpusTest {
  private static Map<String, String> statuses(TestLog log) {
    Map<String, String> statuses = new TreeMap<>();
    log.tests().forEach(test -> statuses.put(test.name(), test.status().name()));
    return statuses;
  }

  @Test
  void everyReaderOfOursHasLogs() throws IOException {
    Set<String> read = new TreeSet<>();
    CorpusCase.all().forEach(each -> read.add(each.parser()));
    Set<String> missing = new TreeSet<>(LogParsers.names());
    missing.removeIf(name -> name.contains("parse_log_"));
    missing.removeAll(read);
    assertEquals(Set.of(), missing);
  }

  @TestFactory
  Stream<DynamicTest> logsSayWhatTheRunnersReportsSay() throws IOException {
    return CorpusCase.all().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () -> {
                      TestLog read = each.read(each.log());
                      assertEquals(each.tests(), statuses(read));
                      assertEquals(each.closed(), read.closed(), "closed");
                    }));
  }
}
