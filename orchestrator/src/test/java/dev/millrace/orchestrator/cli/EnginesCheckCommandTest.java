package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.Reply;
import java.io.IOException;
import java.util.stream.Stream;
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
    assertTrue(called.err().contains("127.0.0.1:1/props: nothing listens there"), called.err());
    assertEquals(1, called.err().lines().count(), called.err());
  }

  @Test
  void keyThatIsMissingIsAskedForByTheCommandsOwnOption() throws IOException {
    assertFailure(
        RawServer.answering("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"), "--api-key-env");
  }

  @Test
  void statusOfAServerThatOnlyFailsIsTold() throws IOException {
    assertFailure(
        RawServer.answering("HTTP/1.1 500 Bad\r\nContent-Length: 0\r\n\r\n"), "/v1/models 500");
  }

  @Test
  void garbageIsNotPrintedRaw() throws IOException {
    Called called =
        assertFailure(RawServer.answering("\u001b[31m\u0007 what\r\n\r\n"), "broke off");
    assertFalse(called.err().contains("\u001b") || called.err().contains("\u0007"), called.err());
  }

  @Test
  void serverThatNeverEndsItsAnswerIsNamed() throws IOException {
    assertFailure(
        RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"),
        "/props began to answer and did not end within 5000 ms",
        "--timeout",
        "5");
  }

  private static Called assertFailure(RawServer server, String words, String... options)
      throws IOException {
    try (server) {
      Stream<String> asked = Stream.of("engines", "check", server.url());
      Called called =
          Called.millrace(Stream.concat(asked, Stream.of(options)).toArray(String[]::new));
      assertEquals(1, called.status(), called.err());
      assertTrue(called.err().contains(words), called.err());
      assertTrue(called.err().contains(server.url()), called.err());
      return called;
    }
  }

  @Test
  void whatIsNoUrlIsAMisuse() {
    Called called = Called.millrace("engines", "check", "localhost");
    assertEquals(2, called.status());
    assertTrue(called.err().contains("localhost"), called.err());
  }
}
