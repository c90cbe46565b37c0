package dev.millrace.rewards.integrity;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where in a trajectory a path was first written to, as far as the calls' arguments show it.
final class FirstTouch {
  private static final Set<String> WRITERS = Set.of("write_file", "edit_file");

  /// What a shell command that changes files has in it.
  private static final Pattern CHANGES =
      Pattern.compile(
          ">|\\b(?:sed|perl)\\s+-\\w*i|\\b(?:rm|mv|cp|tee|patch|truncate|touch|chmod|ln|dd|install"
              + "|unlink)\\b|\\bgit\\s+(?:checkout|restore|stash|reset|apply|rm|mv|clean|revert)\\b"
              + "|write|unlink|remove|rename|replace");

  private final String workdir;
  private final Trajectory trajectory;

  FirstTouch(String workdir, Trajectory trajectory) {
    this.workdir = workdir.endsWith("/") ? workdir : workdir + "/";
    this.trajectory = trajectory;
  }

  /// The model call that asked for it, or null where no call shows it.
  @Nullable Integer turn(String path) {
    for (Message message : trajectory.messages()) {
      if (message instanceof Message.Assistant turn) {
        for (ToolCall call : turn.toolCalls()) {
          Optional<ToolExecution> execution = trajectory.execution(call.id());
          if (execution.isPresent() && touches(call, path)) {
            return execution.orElseThrow().turn();
          }
        }
      }
    }
    return null;
  }

  private boolean touches(ToolCall call, String path) {
    String arguments = call.argumentsJson();
    boolean names =
        arguments.contains(path)
            || (path.startsWith(workdir) && arguments.contains(path.substring(workdir.length())))
            || namesDirectoryOf(arguments, path);
    return names
        && (WRITERS.contains(call.name())
            || (call.name().equals("bash") && CHANGES.matcher(arguments).find()));
  }

  /// `rm -r tests` names no file below it.
  private boolean namesDirectoryOf(String arguments, String path) {
    String relative = path.startsWith(workdir) ? path.substring(workdir.length()) : path;
    int slash = relative.lastIndexOf('/');
    if (slash <= 0) {
      return false;
    }
    String directory = Pattern.quote(relative.substring(0, slash));
    return Pattern.compile("(?<![\\w/.-])(?:\\./)?" + directory + "(?![\\w.-])")
        .matcher(arguments)
        .find();
  }
}
