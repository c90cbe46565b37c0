package dev.millrace.rollout.task.harbor;

import java.util.List;

/// A place in a task's files, and the list that its problems are noted in.
///
/// @param name the file as a person finds it, with `:LINE` where one is known
/// @param problems shared by all places of a task
record TaskFile(String name, List<String> problems) {

  TaskFile at(int line) {
    return new TaskFile(name + ":" + line, problems);
  }

  void problem(String what) {
    problems.add(name + ": " + what);
  }
}
