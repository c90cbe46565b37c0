package dev.millrace.rollout.policy.sglang;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineChunk;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.Sampling;
import java.util.List;
import org.junit.jupiter.api.Test;

class SglangReaderTest {
  private static final EngineCall CALL =
      new EngineCall(
          "c",
          new int[] {1},
          8,
          Sampling.PLAIN,
          new EngineCall.Ends(new int[0], List.of()),
          new EngineCall.Route("s", 0, null, EngineCall.Delivery.STREAM, EngineCall.Cache.ANY),
          null,
          null);
  private static final String END = "\"finish_reason\":{\"type\":\"stop\",\"matched\":2}";

  @Test
  void stopIdThatOutputIdsLackIsTakenFromTheLogprobs() throws EngineTrouble {
    EngineChunk chunk =
        new SglangReader(CALL)
            .read(
                """
                {"output_ids":[5],"meta_info":{"completion_tokens":2,
                "output_token_logprobs":[[-1.0,5,null],[-0.5,2,null]],%s}}\
                """
                    .formatted(END));
    assertArrayEquals(new int[] {5, 2}, chunk.ids());
    assertArrayEquals(new float[] {-1, -0.5f}, chunk.logprobs());
  }

  @Test
  void logprobsOfOtherIdsThanTheOutputFail() {
    assertThrows(
        EngineTrouble.class,
        () ->
            new SglangReader(CALL)
                .read(
                    """
                    {"output_ids":[5,6],"meta_info":{"completion_tokens":2,
                    "output_token_logprobs":[[-1.0,5,null],[-0.5,7,null]],%s}}\
                    """
                        .formatted(END)));
  }

  @Test
  void eventThatWasLostIsNoticed() throws EngineTrouble {
    SglangReader reader = new SglangReader(CALL);
    reader.read(event(1, "[-1.0,5,null]"));
    assertThrows(EngineTrouble.class, () -> reader.read(event(3, "[-1.0,7,null]")));
  }

  private static String event(int total, String pairs) {
    return """
    {"meta_info":{"output_token_logprobs":[%s],"output_token_logprobs_length":%d,
    "finish_reason":null}}\
    """
        .formatted(pairs, total);
  }

  /// Servers that do not send spans name the weights that are loaded when an event leaves.
  @Test
  void weightsThatChangeMidDecodeWithoutSpansHoldFromTheEventOn() throws EngineTrouble {
    SglangReader reader = new SglangReader(CALL);
    reader.read(of("7", 1, "[-1.0,5,null]"));
    reader.read(of("7", 2, "[-1.0,6,null]"));
    List<RawSpan> spans = reader.read(of("8", 3, "[-1.0,5,null]")).versions();
    assertEquals(List.of(new RawSpan("7", 0, 2), new RawSpan("8", 2, Integer.MAX_VALUE)), spans);
  }

  private static String of(String weights, int total, String pairs) {
    return event(total, pairs)
        .replace("\"finish_reason\":null", "\"weight_version\":\"" + weights + "\"");
  }

  @Test
  void abortBecauseOfTheRequestIsARefusal() {
    EngineTrouble trouble =
        assertThrows(
            EngineTrouble.class,
            () ->
                new SglangReader(CALL)
                    .read(
                        """
                        {"meta_info":{"finish_reason":{"type":"abort","status_code":400,
                        "message":"too long"}}}\
                        """));
    assertEquals(EngineTrouble.Kind.REFUSED, trouble.kind());
  }
}
