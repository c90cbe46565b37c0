package dev.millrace.rollout.task.swebench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RowFileTest {
  private static final List<Prediction> TWO =
      List.of(
          new Prediction("a__b-1", "m/n", Optional.of("diff\n")),
          new Prediction("a__b-2", "m/n", Optional.empty()));

  @TempDir Path directory;

  @Test
  void predictionsAreReadInEachOfTheirForms() throws IOException {
    String one = TWO.getFirst().json();
    String other = TWO.getLast().json();

    assertEquals(TWO, read("p.jsonl", one + "\n\n" + other + "\n"));
    assertEquals(TWO, read("p.json", "[" + one + ",\n" + other + "]"));
    assertEquals(TWO, read("p.json", "{\"a__b-1\": " + one + ",\n\"a__b-2\": " + other + "}"));
    assertEquals(TWO, read("p.json", "{\"a__b-1\": " + one + ", \"a__b-2\": " + other + "}"));
  }

  @Test
  void predictionsOfMultiSweBenchNameTheirPullRequest() throws IOException {
    List<Prediction> read =
        read("p.jsonl", "{\"org\":\"o\",\"repo\":\"r\",\"number\":7,\"fix_patch\":\"diff\"}\n");

    assertEquals(List.of(new Prediction("o/r:pr-7", "None", Optional.of("diff"))), read);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"instance_id\":\"a\"}\nnot JSON', p.jsonl:2: expected a JSON object",
    "'{\"instance_id\":\"a\"} {\"instance_id\":\"b\"}', p.jsonl:1: expected a JSON object",
    "'[{\"instance_id\":\"a\"}] [{\"instance_id\":\"b\"}]', p.jsonl:1: not JSON",
    "'[1]', row 1: expected an object",
    "'{\"model_patch\":\"x\"}', prediction 1: instance_id: is missing",
  })
  void whatIsNoPredictionIsNamed(String text, String message) throws IOException {
    var problem = assertThrows(TaskException.class, () -> read("p.jsonl", text));

    assertTrue(String.valueOf(problem.getMessage()).contains(message), problem.getMessage());
  }

  private List<Prediction> read(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    return Prediction.read(file);
  }
}
