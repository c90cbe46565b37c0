package dev.millrace.rollout.policy.reference;

import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Message;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A fault in the place of one step, after which the agent can go on.
///
/// @param owning sentences of a recovery, one of which is said
record Slip(FaultKind kind, Maker maker, List<String> owning) {

  /// Makes the faulty turn that stands where a step should, if this step can go wrong in this way.
  interface Maker {
    Optional<Message.Assistant> instead(SolutionStep step, Task task, RandomGenerator random);
  }

  /// All slips, in the order that plans draw from.
  static final List<Slip> ALL =
      List.of(
          new Slip(
              FaultKind.MALFORMED_ARGUMENTS,
              CallSlips::malformed,
              List.of(
                  "That call was not valid JSON. Once more, properly.",
                  "I broke the JSON of that call; here it is again.")),
          new Slip(
              FaultKind.WRONG_PATH,
              FileSlips::wrongPath,
              List.of(
                  "I had the path wrong. This is the file I meant.",
                  "No such file: I mixed up the path. Corrected.")),
          new Slip(
              FaultKind.EDIT_MISMATCH,
              FileSlips::editMismatch,
              List.of(
                  "My text did not match the file. I use it exactly as it stands there.",
                  "I quoted that passage from memory and got it wrong. Now with the exact text.")),
          new Slip(
              FaultKind.FAILING_COMMAND,
              FileSlips::failingCommand,
              List.of(
                  "That command was mistaken. The right one:",
                  "I got that command wrong; corrected.")),
          new Slip(
              FaultKind.UNKNOWN_FUNCTION,
              CallSlips::unknownFunction,
              List.of(
                  "There is no function of that name. I use the one that exists.",
                  "I misremembered the function's name.")),
          new Slip(
              FaultKind.WRONG_ID,
              CallSlips::wrongId,
              List.of(
                  "That id was a slip of mine. With the right one:",
                  "I mistyped the id; corrected.")),
          new Slip(
              FaultKind.INVALID_ARGUMENTS,
              CallSlips::missingArgument,
              List.of(
                  "I left out an argument that is required. Complete now.",
                  "The call lacked an argument; I add it.")));
}
