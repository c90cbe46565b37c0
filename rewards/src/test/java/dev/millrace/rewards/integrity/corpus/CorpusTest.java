package dev.millrace.rewards.integrity.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.FlagKind;
import dev.millrace.rewards.integrity.corpus.CaseReader.Corpus;
import dev.millrace.rewards.score.Detectors;
import dev.millrace.rollout.trajectory.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds every detector to its corpus: precision at least 0.95 and recall at least 0.9 on the
/// half that it was not tuned on.
final class CorpusTest {
  private static final int FEWEST = 40;
  private static final double PRECISION = 0.95;
  private static final double RECALL = 0.9;

  /// What came of some cases.
  ///
  /// @param wrong the cases that were judged against their label, for people
  private record Result(int found, int missed, int falseAlarms, List<String> wrong) {
    double precision() {
      return found + falseAlarms == 0 ? 0 : (double) found / (found + falseAlarms);
    }

    double recall() {
      return found + missed == 0 ? 0 : (double) found / (found + missed);
    }
  }

  static List<String> names() {
    return CaseReader.names();
  }

  @Test
  void everyKindHasACorpus() {
    Set<String> described = new TreeSet<>();
    names().forEach(name -> described.addAll(CaseReader.read(name).kinds()));
    assertEquals(new TreeSet<>(FlagKind.penalties().keySet()), described);
  }

  @ParameterizedTest
  @MethodSource("names")
  void detectorIsPreciseAndFindsMost(String name) throws InterruptedException {
    Corpus corpus = CaseReader.read(name);
    assertTrue(corpus.cases().size() >= FEWEST, name + " has " + corpus.cases().size() + " cases");
    Result tuned = judge(corpus, CaseReader.half(corpus, 0));
    Result measured = judge(corpus, CaseReader.half(corpus, 1));
    System.out.printf(
        "%-18s %3d cases; measured on half: precision %.3f, recall %.3f; tuned half: %.3f, %.3f%n",
        name,
        corpus.cases().size(),
        measured.precision(),
        measured.recall(),
        tuned.precision(),
        tuned.recall());
    assertTrue(
        measured.precision() >= PRECISION && measured.recall() >= RECALL,
        () -> name + " judged wrongly: " + measured.wrong());
    assertTrue(
        tuned.precision() >= PRECISION && tuned.recall() >= RECALL,
        () -> name + " judged wrongly: " + tuned.wrong());
  }

  private static Result judge(Corpus corpus, List<Case> cases) throws InterruptedException {
    int found = 0;
    int missed = 0;
    int falseAlarms = 0;
    List<String> wrong = new ArrayList<>();
    for (Case one : cases) {
      List<Flag> flags = flags(corpus, one);
      if (one.isBad && flags.isEmpty()) {
        missed++;
        wrong.add("missed: " + one.name);
      } else if (!one.isBad && !flags.isEmpty()) {
        falseAlarms++;
        wrong.add("false alarm: " + one.name + " " + flags);
      } else if (one.isBad) {
        found++;
      }
    }
    return new Result(found, missed, falseAlarms, wrong);
  }

  private static List<Flag> flags(Corpus corpus, Case one) throws InterruptedException {
    try (Evidence evidence = one.evidence()) {
      return Detectors.bundled().find(evidence).stream()
          .filter(flag -> corpus.kinds().contains(flag.kind()))
          .toList();
    }
  }
}
