package dev.millrace.rollout.task.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.FinalAnswer;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskException;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.ExpectedAnswer.Kind;
import dev.millrace.rollout.task.code.CodeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerRowsTest {
  @TempDir Path directory;

  private Task only(String row) throws IOException {
    Path file = directory.resolve("rows.jsonl");
    Files.writeString(file, row.replace("\n", " "));
    return RowTasks.open(file).tasks().getFirst();
  }

  private ExpectedAnswer expected(String row) throws IOException {
    return assertInstanceOf(ExpectedAnswer.class, only(row).verification());
  }

  private CodeSpec code(String row) throws IOException {
    return assertInstanceOf(Verification.CodeCases.class, only(row).verification()).spec();
  }

  private String failure(String row) throws IOException {
    Path file = Files.writeString(directory.resolve("rows.jsonl"), row);
    return String.valueOf(
        assertThrows(TaskException.class, () -> RowTasks.open(file)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"prompt\": \"q\", \"answer\": \"a\"}",
        "{\"question\": \"q\", \"ground_truth\": \"a\"}",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"q\"}], \"label\": \"a\"}",
        "{\"prompt\": [{\"role\": \"user\", \"content\": \"q\"}], \"reward_model\": {\"style\":"
            + " \"rule\", \"ground_truth\": \"a\"}, \"data_source\": \"x/y\"}",
        "{\"raw_prompt\": \"q\", \"prompt\": [1, 2], \"reward_model\": {\"ground_truth\": \"a\"}}",
        "{\"responses_create_params\": {\"input\": [{\"role\": \"user\", \"content\": [{\"type\":"
            + " \"input_text\", \"text\": \"q\"}]}]}, \"expected_answer\": \"a\", \"agent_ref\":"
            + " {\"name\": \"x\"}, \"verifier_column\": 1}",
        "{\"responses_create_params\": {\"input\": \"q\"}, \"answer\": \"a\"}",
        "{\"problem\": \"q\", \"solution\": \"a\"}",
        "{\"problem\": \"q\", \"solution\": \"long\", \"answer\": \"a\"}",
        "{\"prompt\": \"q\", \"label\": \"a\", \"metadata\": {\"rm_type\": \"math\"}}",
        "{\"question\": \"q\", \"answer\": \"a\", \"info\": {}, \"task\": \"t\", \"example_id\": 3}"
      })
  void questionAndAnswerAreFoundInEveryForm(String row) throws IOException {
    Task task = only(row);
    assertEquals("q", task.instruction());
    assertEquals("a", assertInstanceOf(ExpectedAnswer.class, task.verification()).expected());
  }

  @Test
  void systemPromptStandsBeforeTheQuestion() throws IOException {
    Task task =
        only(
            """
            {"messages": [{"role": "system", "content": "Be short."},
            {"role": "user", "content": "q"}], "answer": 1}\
            """);
    assertEquals("Be short.\n\nq", task.instruction());
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gsm8k,                     NUMBER, gsm8k",
    "lighteval/MATH,                   MATH,   MATH",
    "HuggingFaceH4/MATH-500,           MATH,   MATH-500",
    "math_dapo,                        MATH,   math_dapo",
    "searchR1_nq,                      WORDS,  searchR1_nq",
    "somebody/else,                    TEXT,   else"
  })
  void sourceSaysHowAnswersAreCompared(String source, Kind kind, String family) throws IOException {
    Task task =
        only(
            "{\"data_source\": \"%s\", \"prompt\": [{\"role\": \"user\", \"content\": \"q\"}],"
                    .formatted(source)
                + " \"reward_model\": {\"ground_truth\": \"a b\"}}");
    ExpectedAnswer expected = assertInstanceOf(ExpectedAnswer.class, task.verification());
    assertEquals(kind, expected.kind());
    assertEquals(FinalAnswer.MARKED, expected.rules().finalAnswer());
    assertEquals(family, task.ref().family());
  }

  @Test
  void answerIsTakenFromTheEndOfAWorkedSolution() throws IOException {
    assertEquals(
        "72",
        expected("{\"question\": \"q\", \"answer\": \"48/2=24.\\nSo 72.\\n#### 72\"}").expected());
    assertEquals(
        "\\frac{1}{2}",
        expected("{\"problem\": \"q\", \"solution\": \"It is \\\\boxed{\\\\frac{1}{2}}.\"}")
            .expected());
  }

  @Test
  void severalAnswersMayBeRight() throws IOException {
    ExpectedAnswer listed = expected("{\"question\": \"q\", \"answers\": [\"a\", \"b\", \"c\"]}");
    assertEquals("a", listed.expected());
    assertEquals(List.of("b", "c"), listed.rules().others());
    ExpectedAnswer target =
        expected(
            "{\"data_source\": \"nq\", \"question\": \"q\", \"reward_model\": {\"ground_truth\":"
                + " {\"target\": [\"x\", \"y\"]}}}");
    assertEquals("x", target.expected());
    assertEquals(List.of("y"), target.rules().others());
    assertTrue(failure("{\"question\": \"q\", \"answer\": [1]}").contains("the key is answers"));
  }

  @Test
  void optionsAreLetteredAndAPlaceIsALetter() throws IOException {
    Task task =
        only("{\"question\": \"Which?\", \"choices\": [\"London\", \"Paris\"], \"answer\": 1}");
    assertEquals("Which?\n\nA) London\nB) Paris", task.instruction());
    ExpectedAnswer expected = assertInstanceOf(ExpectedAnswer.class, task.verification());
    assertEquals(Kind.CHOICE, expected.kind());
    assertEquals("B", expected.expected());
    assertEquals(
        "Is it A) London or B) Paris?",
        only("{\"question\": \"Is it A) London or B) Paris?\", \"options\": [\"London\","
                + " \"Paris\"], \"answer\": \"A\"}")
            .instruction());
  }

  @Test
  void rulesAreRead() throws IOException {
    ExpectedAnswer expected =
        expected(
            """
            {"question": "q", "answer": "[1]", "kind": "json", "tolerance": 0.1, "absolute": 2,
             "final": "tagged", "arrays": "any"}\
            """);
    assertEquals(Kind.JSON, expected.kind());
    assertEquals(0.1, expected.rules().tolerance());
    assertEquals(2, expected.rules().absolute());
    assertEquals(FinalAnswer.TAGGED, expected.rules().finalAnswer());
    assertEquals(
        "<answer>[1]</answer>",
        Objects.requireNonNull(
                only("{\"question\": \"q\", \"answer\": \"[1]\", \"final\": \"tagged\"}")
                    .solution())
            .steps()
            .getFirst()
            .argumentsJson()
            .replace("{\"answer\":\"", "")
            .replace("\"}", ""));
  }

  @Test
  void casesOfAProgramAreRead() throws IOException {
    Task task =
        only(
            """
            {"data_source": "apps", "prompt": [{"role": "user", "content": "Add."}],
             "reward_model": {"ground_truth":
               "{\\"inputs\\": [\\"1 2\\\\n\\", \\"3 4\\"], \\"outputs\\": [\\"3\\", \\"7\\"]}"}}\
            """);
    CodeSpec spec = assertInstanceOf(Verification.CodeCases.class, task.verification()).spec();
    assertEquals(
        List.of(new CodeSpec.Case.Streams("1 2\n", "3"), new CodeSpec.Case.Streams("3 4", "7")),
        spec.cases());
    assertEquals(new CodeSpec.Source.Answer(), spec.source());
    assertEquals(CodeSpec.Entry.Program.PYTHON, spec.entry());
    assertEquals(Duration.ofSeconds(10), spec.time());
    assertTrue(task.instruction().startsWith("Add.\n\nSubmit as the answer the code of a program"));
  }

  @Test
  void casesOfAFunctionAreReadInBothForms() throws IOException {
    CodeSpec listed =
        code(
            """
            {"question": "q", "cases": {"fn_name": "add", "inputs": [[1, 2], [3, 4]],
             "outputs": [[3], [7]]}}\
            """);
    assertEquals(new CodeSpec.Entry.Function("add"), listed.entry());
    assertEquals(
        List.of(new CodeSpec.Case.Call("[1,2]", "3"), new CodeSpec.Case.Call("[3,4]", "7")),
        listed.cases());
    CodeSpec written =
        code(
            """
            {"question": "q", "cases": {"fn_name": "add", "inputs": ["1\\n[2]"],
             "outputs": ["[3]"]}}\
            """);
    assertEquals(List.of(new CodeSpec.Case.Call("[1,[2]]", "[3]")), written.cases());
  }

  @Test
  void casesMayJudgeAFileWithOtherLimits() throws IOException {
    CodeSpec spec =
        code(
            """
            {"question": "q", "file": "/app/a.sh", "command": ["bash"], "compare": "words",
             "seconds": 2, "memory_mib": 64, "tolerance": 0.5,
             "cases": {"inputs": [["a", "b"]], "outputs": ["x"]}}\
            """);
    assertEquals(new CodeSpec.Source.WorkspaceFile("/app/a.sh"), spec.source());
    assertEquals(new CodeSpec.Entry.Program(List.of("bash")), spec.entry());
    assertEquals(Duration.ofSeconds(2), spec.time());
    assertEquals(64L << 20, spec.memoryBytes());
    assertEquals(new CodeSpec.OutputRule(CodeSpec.OutputRule.Text.WORDS, 0.5, 0), spec.outputs());
    assertEquals(List.of(new CodeSpec.Case.Streams("a\nb", "x")), spec.cases());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"messages\": [{\"role\": \"assistant\", \"content\": \"x\"}], \"answer\": 1} | messages:"
            + " expected messages of system and user alone",
        "{\"messages\": [], \"answer\": 1} | messages: expected messages",
        "{\"prompt\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\"}]}], \"answer\": 1}"
            + " | prompt: expected parts of type text",
        "{\"prompt\": \"q\", \"answer\": 1, \"tools\": [{\"x\": 1}]} | tools: a row brings no"
            + " program",
        "{\"prompt\": \"q\", \"answer\": 1, \"label\": 2} | expected exactly one of [answer",
        "{\"question\": \"q\", \"choices\": [\"a\"], \"answer\": 1} | answer: expected the place",
        "{\"question\": \"q\", \"answer\": 1, \"final\": \"guess\"} | final: expected one of"
            + " whole,",
        "{\"question\": \"q\", \"cases\": {\"inputs\": [], \"outputs\": []}} | cases: expected as"
            + " many",
        "{\"question\": \"q\", \"cases\": {\"inputs\": [1], \"outputs\": [1]}, \"seconds\": 0} |"
            + " seconds: expected a number from 0.1",
        "{\"question\": \"q\", \"cases\": {\"inputs\": [1], \"outputs\": [1]}, \"file\": \"a\"} |"
            + " file: expected an absolute path",
        "{\"question\": \"q\", \"reward_model\": {\"ground_truth\": null}} | reward_model: expected"
      })
  void aWrongRowSaysWhatIsWrong(String row, String expected) throws IOException {
    String message = failure(row);
    assertTrue(message.contains("rows.jsonl:1: " + expected), message);
  }
}
