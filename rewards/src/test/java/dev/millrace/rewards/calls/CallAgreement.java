package dev.millrace.rewards.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.disk.TaskSources;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.TaskId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Judges answers to questions of the Berkeley Function-Calling Leaderboard, for `check_calls.py`:
/// reads lines of `{"file", "id", "answer"}` and prints 1 or 0 and the reason for each.
final class CallAgreement {
  private CallAgreement() {}

  /// @param args the directory of the questions
  public static void main(String[] args) throws IOException {
    Map<String, Map<TaskId, Task>> files = new HashMap<>();
    var reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var mapper = new JsonMapper();
    StringBuilder out = new StringBuilder();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      JsonNode asked = mapper.readTree(line);
      Map<TaskId, Task> tasks =
          files.computeIfAbsent(
              asked.get("file").asText(), file -> tasks(Path.of(args[0]).resolve(file)));
      Task task = tasks.get(new TaskId("bfcl/" + asked.get("id").asText()));
      Submission submission = Submission.answered(asked.get("answer").asText());
      out.append(
          switch (new CallVerifier().verify(Objects.requireNonNull(task), submission)) {
            case Verdict.Judged judged ->
                (int) judged.correctness() + " " + judged.tests().getFirst().message() + "\n";
            case Verdict.Errored(Failure failure, _) -> throw new IOException(failure.detail());
          });
    }
    System.out.print(out);
  }

  private static Map<TaskId, Task> tasks(Path file) {
    Map<TaskId, Task> tasks = new HashMap<>();
    TaskSources.open(file).tasks().forEach(task -> tasks.put(task.ref().id(), task));
    return tasks;
  }
}
