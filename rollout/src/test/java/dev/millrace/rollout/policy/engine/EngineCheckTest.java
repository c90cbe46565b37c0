package dev.millrace.rollout.policy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.LogprobScope;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Fault;
import dev.millrace.rollout.policy.sim.Reply;
import dev.millrace.rollout.trajectory.FailureException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EngineCheckTest {
  private static EngineReport check(URI url) throws InterruptedException {
    return EngineCheck.check(SimulatedEngines.settings(url));
  }

  @ParameterizedTest
  @CsvSource({
    "VLLM, PLAIN, MODEL",
    "VLLM, PROCESSED, PROCESSED",
    "SGLANG, TEMPERATURE, TEMPERATURE",
    "LLAMACPP, PLAIN, MODEL",
    "CHAT, PLAIN, NONE"
  })
  void engineAndItsLogprobsAreFoundOut(EngineKind kind, Variant variant, LogprobScope scope)
      throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind, variant, Reply.of(21, 22, 23))) {
      EngineReport report = check(simulator.url());
      assertEquals(kind, report.kind());
      assertEquals(scope, report.scope());
      assertEquals("sim-model", report.model());
      assertEquals(kind != EngineKind.CHAT, report.isTrustworthy(), report.text());
    }
  }

  @Test
  void rawLogprobsOfVllmComeWithTheSwitchThatChangesThem() throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.VLLM)) {
      assertTrue(check(simulator.url()).text().contains("--logprobs-mode processed_logprobs"));
    }
  }

  @Test
  void missingLogprobsAreBad() throws InterruptedException {
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.SGLANG, new Fault.NoLogprobs())) {
      assertFalse(check(simulator.url()).isTrustworthy());
    }
  }

  @Test
  void logprobsThatDoNotMatchTheIdsAreBad() throws InterruptedException {
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM, new Fault.LosesLogprob())) {
      EngineReport report = check(simulator.url());
      assertFalse(report.isTrustworthy());
      assertTrue(report.text().contains("logprobs"), report.text());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void constraintsAreSaidToBeKeptWhereTheyAre(EngineKind kind) throws InterruptedException {
    try (EngineSimulator keeps =
            EngineSimulator.start(
                kind,
                Variant.PLAIN,
                request -> Reply.of(request.body().toString().contains("Zebra") ? 31 : 21, 22));
        EngineSimulator ignores = SimulatedEngines.start(kind)) {
      assertEquals(EngineReport.Level.OK, constrained(keeps).level());
      assertEquals(EngineReport.Level.NOTE, constrained(ignores).level());
      assertTrue(constrained(ignores).why().contains("does not keep"), check(ignores.url()).text());
    }
  }

  @Test
  void refusedConstraintIsNotedWithTheEnginesWords() throws InterruptedException {
    Fault refuses = new Fault.Status(400, "{\"error\":{\"message\":\"no such thing\"}}", "");
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM, new Fault.None(), refuses)) {
      EngineReport.Finding found = constrained(simulator);
      assertEquals(EngineReport.Level.NOTE, found.level());
      assertTrue(found.why().contains("no such thing"), found.why());
    }
  }

  private static EngineReport.Finding constrained(EngineSimulator simulator)
      throws InterruptedException {
    return check(simulator.url()).findings().stream()
        .filter(finding -> finding.subject().equals("constrained calls"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nothingThereIsAFailureThatNamesTheAddress() {
    URI nowhere;
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.VLLM)) {
      nowhere = simulator.url();
    }
    FailureException thrown = assertThrows(FailureException.class, () -> check(nowhere));
    assertTrue(thrown.failure().detail().contains(nowhere.toString()));
  }
}
