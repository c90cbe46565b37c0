package dev.millrace.rewards.steps;

import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verdict.Judged;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.task.Verification.Steps;
import dev.millrace.rollout.task.Verification.Steps.Unreached;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the steps of a task are worth together.
///
/// @param judged the verdicts on those that were come to and could begin, by name
record StepVerdicts(Steps task, Map<String, Judged> judged) {

  /// The verdict on all of them.
  Judged together() {
    Map<String, Double> rewards =
        switch (task.strategy()) {
          case MEAN -> mean();
          case FINAL -> last();
        };
    Map<String, Double> metrics = new TreeMap<>(rewards);
    metrics.remove(Verdict.REWARD);
    return new Judged(rewards.getOrDefault(Verdict.REWARD, 0.0), tests(), metrics, stepByStep());
  }

  /// Name by name; what a step has no number for counts 0.
  private Map<String, Double> mean() {
    int count = task.unreached() == Unreached.ZERO ? task.steps().size() : judged.size();
    Map<String, Double> means = new TreeMap<>();
    for (String name : names()) {
      double sum = 0;
      for (Judged one : judged.values()) {
        sum += named(one).getOrDefault(name, 0.0);
      }
      means.put(name, sum / count);
    }
    return means;
  }

  private TreeSet<String> names() {
    TreeSet<String> names = new TreeSet<>();
    judged.values().forEach(one -> names.addAll(named(one).keySet()));
    return names;
  }

  private Map<String, Double> last() {
    TaskStep last = task.steps().getLast();
    for (TaskStep step : task.steps()) {
      if (judged.containsKey(step.name()) && task.unreached() == Unreached.LEFT_OUT) {
        last = step;
      }
    }
    Judged verdict = judged.get(last.name());
    return verdict == null ? Map.of() : named(verdict);
  }

  /// With the correctness by its usual name, whatever the step's script calls it.
  private static Map<String, Double> named(Judged one) {
    Map<String, Double> named = new TreeMap<>(one.metrics());
    named.put(Verdict.REWARD, one.correctness());
    return named;
  }

  private Map<String, Double> stepByStep() {
    Map<String, Double> all = new TreeMap<>();
    judged.forEach(
        (step, one) -> one.rewards().forEach((name, value) -> all.put(step + "." + name, value)));
    return all;
  }

  /// Each test under its step's name. A step without single tests is one itself, and so is one that
  /// was not come to.
  private List<TestResult> tests() {
    List<TestResult> tests = new ArrayList<>();
    for (TaskStep step : task.steps()) {
      Judged one = judged.get(step.name());
      if (one == null) {
        tests.add(new TestResult(step.name(), Status.ERROR, "was not come to"));
      } else if (one.tests().isEmpty()) {
        Status status = one.correctness() >= 1 ? Status.PASSED : Status.FAILED;
        tests.add(new TestResult(step.name(), status, null));
      } else {
        for (TestResult test : one.tests()) {
          tests.add(new TestResult(step.name() + "/" + test.name(), test.status(), test.message()));
        }
      }
    }
    return tests;
  }
}
