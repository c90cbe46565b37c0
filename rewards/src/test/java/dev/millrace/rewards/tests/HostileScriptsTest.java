package dev.millrace.rewards.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.task.Grading;
import dev.millrace.rollout.task.Grading.Told;
import dev.millrace.rollout.trajectory.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Scripts that hang, crash, flood or write garbage: a failure of the verifier, and no reward.
final class HostileScriptsTest {
  @RegisterExtension static final Providers PROVIDERS = new Providers();

  @TempDir Path directory;

  private Verdict verdict(String script, int seconds) throws InterruptedException {
    return Grader.usual(
            PROVIDERS.shared(Mechanism.BUBBLEWRAP),
            directory,
            script,
            "",
            Duration.ofSeconds(seconds))
        .verdict(Map.of());
  }

  private static String problem(Verdict verdict) {
    Failure failure = assertInstanceOf(Verdict.Errored.class, verdict, verdict::toString).failure();
    assertTrue(failure.isRetryable());
    return assertInstanceOf(Failure.Verifier.class, failure).detail();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true                                             | was written",
        ": > reward.txt                                   | reward.txt is empty",
        ": > reward.json                                  | reward.json is empty",
        "mkfifo reward.txt                                | is a link, a directory, a pipe",
        "mkdir reward.txt                                 | is a link, a directory, a pipe",
        "echo 1 > /tmp/r; ln -s /tmp/r reward.txt         | is a link, a directory, a pipe",
        "ln -s /dev/zero reward.txt                       | is a link, a directory, a pipe",
        "cd /; rm -r /logs/verifier; ln -s /tmp /logs/verifier; echo 1 > /tmp/reward.txt |"
            + " something else has made",
        "echo 1 > reward.txt; chmod 000 reward.txt        | is a link, a directory, a pipe",
        "truncate -s 3G reward.txt                        | over 1 MiB",
        "echo nan > reward.txt                            | not one number",
        "echo 1e999 > reward.txt                          | not finite",
        "echo 1e308 > reward.txt                          | at most 1e9",
        "echo -1000000001 > reward.txt                    | metadata.measures",
        "echo '{\"reward\": 1e300}' > reward.json         | at most 1e9",
        "echo '{\"reward\": 1, \"s\": -1e10}' > reward.json | -1.0E10 for s",
        "head -c 100 /dev/urandom > reward.txt            | not one number",
        "printf '[%.0s' $(seq 100000) > reward.json       | reward.json",
        "echo '{\"reward\": {\"a\": 1}}' > reward.json    | no finite number",
        "echo '{\"reward\": 1e999}' > reward.json         | no finite number",
        "echo '{\"reward\": 1, \"reward\": 0}' > reward.json | reward.json is not JSON",
        "echo 1 > reward.txt; echo '{\"reward\": 0}' > reward.json | but",
        "echo '{\"a\": 1, \"b\": 0}' > reward.json        | metadata.reward_key",
        "echo 1 > reward.txt; echo '<a' > junit.xml       | junit.xml",
        "echo 1 > reward.txt; mkfifo junit.xml            | junit.xml",
        "echo 1 > reward.txt; truncate -s 9M junit.xml    | over 8 MiB",
        "echo 1 > reward.txt; echo '[]' > ctrf.json       | ctrf.json",
        "echo 1 > reward.txt; kill -9 $$                  | signal",
        "kill -SEGV $$                                    | status 139",
        "exit 113                                         | something else"
      })
  void garbageIsAnErrorAndNoReward(String script, String expected) throws InterruptedException {
    String detail = problem(verdict("cd /logs/verifier\n" + script + "\n", 120));
    assertTrue(detail.contains(expected), detail);
  }

  @Test
  void anEntityBombIsAnError() throws InterruptedException {
    String script =
        """
        cd /logs/verifier
        echo 1 > reward.txt
        {
          echo '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
          for i in b:a c:b d:c e:d f:e g:f h:g i:h; do
            e="&${i#*:};"
            echo "<!ENTITY ${i%:*} \\"$e$e$e$e$e$e$e$e$e$e\\">"
          done
          echo ']><testsuite><testcase name="&i;"/></testsuite>'
        } > junit.xml
        """;
    assertTrue(problem(verdict(script, 120)).contains("junit.xml"));
  }

  @ParameterizedTest
  @CsvSource({"yes", "sleep 100", "while :; do :; done", "cat /dev/zero"})
  void aScriptThatDoesNotEndIsAnErrorThoughItLeftAReward(String script)
      throws InterruptedException {
    String detail = problem(verdict("echo 1 > /logs/verifier/reward.txt\n" + script + "\n", 3));
    assertTrue(detail.contains("more than 3 s"), detail);
  }

  @Test
  void gigabytesOfOutputAreCutAndDoNotDecide() throws InterruptedException {
    String script = "head -c 2G /dev/zero\necho 0.5 > /logs/verifier/reward.txt\n";
    Verdict verdict = verdict(script, 1800);
    assertEquals(
        0.5, assertInstanceOf(Verdict.Judged.class, verdict, verdict::toString).correctness());
  }

  private Verdict sealed(String script) throws InterruptedException {
    Grading usual = Grading.USUAL;
    Grading sealed =
        new Grading(
            new Told.Sealed(), usual.place(), Map.of(), List.of(), List.of(), usual.shared());
    return Grader.usual(
            PROVIDERS.shared(Mechanism.BUBBLEWRAP), directory, script, "", Duration.ofMinutes(2))
        .with(sealed)
        .verdict(Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "echo 1 > reward.txt                                 | was not written",
        "mkdir verdict.json                                  | is no regular file",
        "truncate -s 17M verdict.json                        | over 16 MiB",
        ": > verdict.json                                    | is not signed",
        "echo '{\"rewards\": {\"reward\": 1}}' > verdict.json | is not signed",
        "printf '%064d\\n{\"rewards\": {\"reward\": 1}}' 0 > verdict.json | is not signed"
      })
  void aVerdictWithoutASignatureIsAnError(String script, String expected)
      throws InterruptedException {
    String detail = problem(sealed("cd /logs/verifier\n" + script + "\n"));
    assertTrue(detail.contains(expected), detail);
  }

  private Verdict signed(String verdict) throws InterruptedException {
    String script =
        """
        seal=$(cat /tests/.seal); rm /tests/.seal
        key=${seal#*\\"key\\": \\"}; key=${key%%\\"*}
        verdict='VERDICT'
        python3 -c 'import hmac, sys
        print(hmac.new(bytes.fromhex(sys.argv[1]), sys.argv[2].encode(), "sha256").hexdigest())
        print(sys.argv[2], end="")' "$key" "$verdict" > /logs/verifier/verdict.json
        """;
    return sealed(script.replace("VERDICT", verdict));
  }

  @Test
  void anyProgramMaySignAVerdict() throws InterruptedException {
    Verdict verdict =
        signed(
            """
            {"rewards": {"reward": 0.5, "speed": 3}, "tests": [["a", "passed"], ["b", "failure", "no"]]}\
            """);
    var judged = assertInstanceOf(Verdict.Judged.class, verdict, verdict::toString);
    assertEquals(0.5, judged.correctness());
    assertEquals(Map.of("speed", 3.0), judged.metrics());
    assertEquals("no", judged.tests().getLast().message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"rewards\": {\"reward\": 1e308}} | at most 1e9",
        "{\"rewards\": {\"reward\": 1, \"speed\": -1.5e9}} | at most 1e9",
        "{\"rewards\": {\"reward\": 1, \"speed\": 1e999}} | no finite number"
      })
  void aSignedNumberWithoutMeasureIsAnError(String verdict, String expected)
      throws InterruptedException {
    String detail = problem(signed(verdict));
    assertTrue(detail.contains(expected), detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rm /tests/.seal; kill -9 $$                             | SILENCED",
        "rm /tests/.seal; echo 1 > /logs/verifier/verdict.json   | FORGED",
        "rm /tests/.seal; ln -s /app /logs/verifier/verdict.json | FORGED",
        "echo 1 > /logs/verifier/verdict.json                    | NONE",
        "exit 1                                                  | NONE"
      })
  void onlyAScriptThatHasBegunGivesAway(String script, Verdict.Sign sign)
      throws InterruptedException {
    Verdict verdict = sealed(script + "\n");
    assertEquals(sign, assertInstanceOf(Verdict.Errored.class, verdict).sign());
  }
}
