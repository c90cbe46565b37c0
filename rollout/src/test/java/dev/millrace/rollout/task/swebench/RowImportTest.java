package dev.millrace.rollout.task.swebench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.task.disk.TaskSources;
import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.task.swebench.RowImport.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rows as files. That they run is a test of the command line's.
final class RowImportTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TEST_PATCH =
      """
      diff --git a/tests/test_a.py b/tests/test_a.py
      --- a/tests/test_a.py
      +++ b/tests/test_a.py
      @@ -1 +1 @@
      -x
      +y
      """;

  @TempDir Path directory;

  @Test
  void aRowOfVersion5KeepsItsScriptAndNamesItsImage() throws InterruptedException, IOException {
    ObjectNode row = classic("own/slug");
    row.put("image", "registry.invalid/own/slug:1")
        .put("log_parser", "parse_log_pytest")
        .put("eval_type", "fail_only")
        .put("eval_script", "#!/bin/bash\nset -uxo pipefail\ncd /testbed\n");

    TestSpec spec = spec(imported(RowFormat.SWE_BENCH, ImportOptions.NONE, row));

    assertEquals(Presets.SWE_BENCH_V5_FAIL_ONLY, spec.grading().semantics().preset());
    assertEquals(
        "#!/bin/bash\nset -uxo pipefail\ncd /testbed\n",
        Files.readString(spec.directory().resolve("eval.sh")));
    assertEquals(
        new BaseImage.From("registry.invalid/own/slug:1"), task().environment().needs().base());
  }

  @Test
  void aRowOfVersion4HasTheScriptOfItsRepositoryAndVersion()
      throws InterruptedException, IOException {
    ObjectNode row = classic("django/django").put("version", "2.2");

    TestSpec spec = spec(imported(RowFormat.SWE_BENCH, ImportOptions.NONE, row));

    String script = Files.readString(spec.directory().resolve("eval.sh"));
    assertTrue(script.contains("\nexport LC_ALL=en_US.UTF-8\n"), script);
    assertTrue(script.contains("--parallel 1 test_a\n"), script);
    assertEquals("parse_log_django", spec.grading().parser());
    assertEquals(new Expected.Lists(List.of("a"), List.of("b", "c")), spec.grading().expected());
  }

  @Test
  void aRepositoryThatNobodyKnowsNeedsACommand() throws InterruptedException {
    ObjectNode row = classic("own/slug");

    End end = write(RowFormat.SWE_BENCH, ImportOptions.NONE, row);

    assertEquals(
        List.of(
            "row 1 (own__slug-1): repo: how the tests of own/slug at version 1.0 are run is not"
                + " known; say it with --test-command"),
        end.problems());
    assertEquals(List.of(), end.written());
  }

  @Test
  void whatAPersonSaysComesBeforeTheRow() throws InterruptedException, IOException {
    var options =
        new ImportOptions(
            Optional.of("make test "),
            Optional.of("tap"),
            Presets.named(Presets.STRICT),
            Optional.empty());

    TestSpec spec = spec(imported(RowFormat.SWE_BENCH, options, classic("own/slug")));

    String script = Files.readString(spec.directory().resolve("eval.sh"));
    assertTrue(script.contains("\nmake test tests/test_a.py\n"), script);
    assertEquals("tap", spec.grading().parser());
    assertEquals(Presets.STRICT, spec.grading().semantics().preset());
  }

  @Test
  void nothingIsOverwrittenAndNothingIsHalf() throws InterruptedException, IOException {
    var options =
        new ImportOptions(
            Optional.of("make"), Optional.empty(), Optional.empty(), Optional.empty());
    write(RowFormat.SWE_BENCH, options, classic("own/slug"));

    End again = write(RowFormat.SWE_BENCH, options, classic("own/slug"));

    assertTrue(again.problems().getFirst().endsWith("own__slug-1 is there already"));
    try (var found = Files.list(directory.resolve("tasks"))) {
      assertEquals(1, found.count());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SWE_BENCH, swebench/sweb.eval.x86_64.own_1776_slug-1:latest",
    "SWE_GYM, xingyaoww/sweb.eval.x86_64.own_s_slug-1:latest",
  })
  void imagesHaveTheNamesOfTheirHarness(RowFormat format, String image)
      throws InterruptedException, IOException {
    var options =
        new ImportOptions(
            Optional.of("make"), Optional.empty(), Optional.empty(), Optional.empty());
    imported(format, options, classic("own/slug"));

    assertEquals(new BaseImage.From(image), task().environment().needs().base());
  }

  private Task imported(RowFormat format, ImportOptions options, ObjectNode row)
      throws InterruptedException {
    End end = write(format, options, row);
    assertEquals(List.of(), end.problems());
    return task();
  }

  private End write(RowFormat format, ImportOptions options, ObjectNode row)
      throws InterruptedException {
    return new RowImport(format, options, directory.resolve("tasks"))
        .write(List.of(row.toString()));
  }

  private Task task() {
    return TaskSources.open(directory.resolve("tasks")).tasks().getFirst();
  }

  private static TestSpec spec(Task task) {
    return assertInstanceOf(TestSpec.class, task.verification());
  }

  private static ObjectNode classic(String repository) {
    return JSON.createObjectNode()
        .put("instance_id", "own__slug-1")
        .put("repo", repository)
        .put("version", "1.0")
        .put("base_commit", "4127ca7631ce40d1151f8b7b212b41e4a9af5125")
        .put("problem_statement", "It is wrong.")
        .put("patch", "")
        .put("test_patch", TEST_PATCH)
        .put("FAIL_TO_PASS", "[\"a\"]")
        .put("PASS_TO_PASS", "[\"b\", \"c\"]");
  }
}
