package dev.millrace.rewards.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A script that compares what the agent left with an expected file, run on links to that file.
final class LinkAttacksTest {
  private static final String SCRIPT =
      """
      #!/bin/bash
      cd /tests
      if cmp -s /app/answer /tests/test_thing.py || [ "$(cat /app/answer)" = right ]; then
        echo 1 > /logs/verifier/reward.txt
      else
        echo 0 > /logs/verifier/reward.txt
      fi
      """;
  @RegisterExtension static final Providers PROVIDERS = new Providers();

  @TempDir Path directory;

  private double correctness(List<DeltaEntry> entries) throws InterruptedException {
    Grader grader =
        Grader.usual(
            PROVIDERS.shared(Mechanism.BUBBLEWRAP), directory, SCRIPT, "", Duration.ofMinutes(2));
    Submission left = Submission.left(DeltaArchive.encode(entries, Long.MAX_VALUE));
    Verdict verdict =
        new TestScriptVerifier(PROVIDERS.shared(Mechanism.BUBBLEWRAP)).verify(grader.task(), left);
    return assertInstanceOf(Verdict.Judged.class, verdict, verdict::toString).correctness();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app/answer=/tests/test_thing.py",
        "app/answer=../tests/test_thing.py",
        "app/answer=/proc/self/root/tests/test_thing.py",
        "app/answer=/proc/self/cwd/test_thing.py",
        "app/answer=/proc/self/cwd/../tests/test_thing.py",
        "app/answer=/var/../tests//./test_thing.py",
        "app/answer=t/test_thing.py app/t=/tests",
        "app/answer=r/tests/test_thing.py app/r=/",
        "app/answer=b/up/tests/test_thing.py app/b=. app/up=..",
        "app/answer=p/self/cwd/test_thing.py app/p=/proc",
        "app/answer=p/cwd/test_thing.py app/p=/proc/self",
        "app/answer=/dev/fd/../cwd/test_thing.py"
      })
  void linkToAnExpectedFileIsNotThatFile(String links) throws InterruptedException {
    List<DeltaEntry> entries = new ArrayList<>();
    for (String link : links.split(" ", -1)) {
      String[] parts = link.split("=", -1);
      entries.add(new DeltaEntry.Link(parts[0], parts[1]));
    }

    assertEquals(0, correctness(entries));
  }

  @Test
  void linksWithinTheEndStateAreHandedOver() throws InterruptedException {
    List<DeltaEntry> entries =
        List.of(
            new DeltaEntry.Link("app/answer", "a b/x\n"),
            new DeltaEntry.Directory("app/d", 0755, DeltaEntry.Contents.MERGED),
            new DeltaEntry.File("app/d/x\n", 0644, "right".getBytes(StandardCharsets.UTF_8)),
            new DeltaEntry.Link("app/a b", "d"));

    assertEquals(1, correctness(entries));
  }
}
