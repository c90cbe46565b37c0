package dev.millrace.rollout.harness.external;

import dev.millrace.rollout.harness.tools.Seam;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// How an agent that has no `submit` submits an answer: in a file of the working directory. A file
/// and not its last message, because answers are compared by value, and what agents say at the end
/// has words around it.
final class Submission {
  static final String FILE = "submitted-answer.txt";

  /// A longer file is no answer.
  private static final int MOST_BYTES = 64 << 10;

  private final Task task;

  Submission(Task task) {
    this.task = task;
  }

  /// What the agent has to know of it; nothing where the task asks for no answer.
  String request() {
    return isAsked()
        ? "\n\nThe task asks for an answer. When you know it, write it, and nothing else, to "
            + path()
            + ": what that file holds in the end is your answer."
        : "";
  }

  /// @param sandbox in which the agent has ended
  /// @param maxBytes more than that is a failure of the sandbox
  /// @return null where no answer is asked for or none was left
  @Nullable String read(Sandbox sandbox, int maxBytes) throws InterruptedException {
    if (!isAsked()) {
      return null;
    }
    byte[] bytes = Seam.sandbox(() -> sandbox.read(path(), maxBytes)).orElse(new byte[0]);
    String answer = new String(bytes, StandardCharsets.UTF_8).strip();
    return answer.isEmpty() || bytes.length > MOST_BYTES ? null : answer;
  }

  private boolean isAsked() {
    return task.verification() instanceof ExpectedAnswer;
  }

  private String path() {
    return task.environment().workdir() + "/" + FILE;
  }
}
