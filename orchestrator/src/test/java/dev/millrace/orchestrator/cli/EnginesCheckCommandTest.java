package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.Reply;
import org.junit.jupiter.api.Test;

class EnginesCheckCommandTest {
  @Test
  void whatAServerIsIsPrintedForPeopleAndForPrograms() {
    Reply reply = Reply.of(21, 22, 23, 2).stoppingAt(2);
    try (EngineSimulator server =
        EngineSimulator.start(EngineKind.VLLM, EngineSimulator.Variant.PLAIN, _ -> reply)) {
      Called table = Called.millrace("engines", "check", server.url().toString());
      assertTrue(table.out().contains(" is vllm"), table.out() + table.err());
      Called json = Called.millrace("engines", "check", "--json", server.url().toString());
      assertTrue(json.out().contains("\"engine\" : \"vllm\""), json.out());
      assertEquals(table.status() == 0, json.out().contains("\"trustworthy\" : true"));
    }
  }

  @Test
  void nobodyThereIsAFailureThatNamesTheServer() {
    Called called = Called.millrace("engines", "check", "http://127.0.0.1:1");
    assertEquals(1, called.status());
    assertTrue(called.err().contains("127.0.0.1:1"), called.err());
  }

  @Test
  void whatIsNoUrlIsAMisuse() {
    Called called = Called.millrace("engines", "check", "localhost");
    assertEquals(2, called.status());
    assertTrue(called.err().contains("localhost"), called.err());
  }
}
