package dev.millrace.rollout.sandbox.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DecisionFactsTest {
  private final DecisionFacts decisions = new DecisionFacts();

  private void decided(String host, Decision.Verdict verdict) {
    decisions.decided(new Decision(host, 443, verdict, "", 0, 0));
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    decisions.put(facts);
    return facts;
  }

  @Test
  void eachWayIsToldOnceAVerdict() {
    decided("b.dev", Decision.Verdict.DENIED);
    decided("a.dev", Decision.Verdict.ALLOWED);
    decided("a.dev", Decision.Verdict.ENDED);
    decided("b.dev", Decision.Verdict.DENIED);
    decided("a.dev", Decision.Verdict.CUT);

    assertEquals(
        Map.of("network_decisions", "b.dev:443=DENIED a.dev:443=ALLOWED a.dev:443=CUT"), facts());
  }

  @Test
  void whatNobodyAskedForIsNoFact() {
    assertEquals(Map.of(), facts());
  }

  @Test
  void waysBeyondTheRoomAreCounted() {
    for (int i = 0; i < DecisionFacts.MOST + 3; i++) {
      decided("h" + i, Decision.Verdict.DENIED);
    }

    assertEquals("3", facts().get("network_decisions_omitted"));
    assertEquals(
        DecisionFacts.MOST, facts().getOrDefault("network_decisions", "").split(" ").length);
  }
}
