package dev.millrace.rollout.policy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class BodyQueueTest {
  private static final class Heard implements Flow.Subscription {
    private final List<String> said = new ArrayList<>();

    @Override
    public void request(long n) {
      said.add("request " + n);
    }

    @Override
    public void cancel() {
      said.add("cancel");
    }
  }

  /// Else the connection would stay open, and the engine would go on.
  @Test
  void bodyThatBeginsAfterItsAnswerWasClosedIsCancelled() {
    BodyQueue body = new BodyQueue();
    body.cancel();
    Heard heard = new Heard();
    body.onSubscribe(heard);
    assertEquals(List.of("cancel"), heard.said);
  }

  @Test
  void bodyIsAskedForPieceByPieceAndCancelledOnce() {
    BodyQueue body = new BodyQueue();
    Heard heard = new Heard();
    body.onSubscribe(heard);
    body.cancel();
    body.cancel();
    assertEquals(List.of("request 1", "cancel"), heard.said);
  }
}
