package dev.millrace.rollout.task.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskException;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowTasksTest {
  @TempDir Path directory;

  @Test
  void aFullRowIsReadWhole() {
    Task task =
        only(
            """
            {"id": "answer/t1", "question": "1+1?", "answer": 2, "kind": "number", "tolerance": 0,
            "steps": [{"say": "easy", "tool": "submit", "arguments": {"answer": "2"}}]}
            """);
    assertEquals("answer/t1", task.ref().id().value());
    assertEquals("answer", task.ref().family());
    assertEquals("1+1?", task.instruction());
    assertEquals("/work", task.environment().workdir());
    assertEquals(new ExpectedAnswer("2", ExpectedAnswer.Kind.NUMBER, 0), task.verification());
    assertEquals(
        List.of(new SolutionStep("easy", "submit", "{\"answer\":\"2\"}")),
        Objects.requireNonNull(task.solution()).steps());
  }

  @ParameterizedTest
  @CsvSource({"prompt,label", "problem,ground_truth", "question,answer"})
  void synonymsNameTheSame(String question, String answer) {
    Task task = only("{\"" + question + "\": \"q\", \"" + answer + "\": \"a b\"}");
    assertEquals("q", task.instruction());
    assertEquals("rows/1", task.ref().id().value());
    assertEquals("rows", task.ref().family());
    assertEquals(new ExpectedAnswer("a b", ExpectedAnswer.Kind.TEXT, 1e-6), task.verification());
    assertEquals(
        List.of(new SolutionStep("", "submit", "{\"answer\":\"a b\"}")),
        Objects.requireNonNull(task.solution()).steps());
  }

  @Test
  void aDecimalAnswerKeepsItsDigits() {
    Task task = only("{\"question\": \"q\", \"answer\": 0.1}");
    assertEquals(new ExpectedAnswer("0.1", ExpectedAnswer.Kind.NUMBER, 1e-6), task.verification());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"question\": \"q\", \"answr\": 1}                           | answr: unknown key; did"
            + " you mean \"answer\"?",
        "{\"question\": \"q\"}                                        | expected exactly one of"
            + " [answer",
        "{\"question\": \"q\", \"prompt\": \"q\", \"answer\": 1}         | expected exactly one of"
            + " [question",
        "{\"question\": \"\", \"answer\": 1}                           | question: expected a"
            + " string or a number",
        "{\"question\": \"q\", \"answer\": [1]}                        | answer: expected a string"
            + " or a number",
        "{\"question\": \"q\", \"answer\": 1, \"kind\": \"guess\"}       | kind: expected one of"
            + " number, date",
        "{\"question\": \"q\", \"answer\": 1, \"tolerance\": -1}        | tolerance: expected a"
            + " number >= 0",
        "{\"question\": \"q\", \"answer\": 1, \"steps\": []}            | steps: expected a list"
            + " that ends with submit",
        "{\"question\": \"q\", \"answer\": 1, \"steps\": [{\"tool\": \"x\"}]} | steps[0].tool:"
            + " expected one of",
        "[]                                                         | expected a JSON object",
        "{                                                          | not JSON at column",
      })
  void aWrongRowIsNamedWithItsLine(String row, String expected) throws IOException {
    String message = failure("{\"question\": \"q\", \"answer\": 1}\n" + row);
    assertTrue(message.contains("rows.jsonl:2: " + expected), message);
  }

  @Test
  void anIdStandsOnce() throws IOException {
    String row = "{\"id\": \"a\", \"question\": \"q\", \"answer\": 1}\n";
    assertTrue(failure(row + row).contains("rows.jsonl:2: id a stands in line 1 too"));
  }

  private Task only(String row) {
    try {
      Path file = directory.resolve("rows.jsonl");
      Files.writeString(file, row.replace("\n", " "));
      return RowTasks.open(file).tasks().getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String failure(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("rows.jsonl"), text);
    return String.valueOf(
        assertThrows(TaskException.class, () -> RowTasks.open(file)).getMessage());
  }
}
