package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EnginesCheckCommandTest {
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
