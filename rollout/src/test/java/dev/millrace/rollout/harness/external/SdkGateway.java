package dev.millrace.rollout.harness.external;

import dev.millrace.rollout.gateway.Gateway;
import dev.millrace.rollout.gateway.GatewayEpisode;
import dev.millrace.rollout.gateway.GatewayListener;
import dev.millrace.rollout.gateway.GatewaySession;
import dev.millrace.rollout.gateway.GatewaySettings;
import dev.millrace.rollout.gateway.ServedModel;
import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A gateway for clients that are not ours: with tools it calls the first one that it was offered a
/// `city` for, and after the result, or without tools, it says a sentence. Asked to do so slowly,
/// it is silent for a while after its beginning, so that streams show that they live.
///
/// usage: SdkGateway DIRECTORY; prints the base URL and the key, runs until its standard input
/// ends, and then prints the causes of its branches
final class SdkGateway {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final Limits LIMITS =
      new Limits(
          1_000, 1_000_000, Duration.ofMinutes(10), Duration.ofSeconds(30), 1L << 30, 16_384);

  private static final Duration SIGN = Duration.ofMillis(40);
  private static final Duration PULSE = Duration.ofMillis(100);
  private static final Duration SILENCE = Duration.ofMillis(600);

  private SdkGateway() {}

  public static void main(String[] arguments) throws IOException {
    Path socket = Path.of(arguments[0]).resolve("sock");
    GatewaySettings settings = GatewaySettings.at(socket).withKeepAlive(SIGN).withPulse(PULSE);
    try (Gateway gateway = Gateway.start(settings, InstantSource.system());
        GatewaySession session =
            gateway.open(
                new GatewayEpisode(
                    new EpisodeId("sdk"),
                    Scripted::new,
                    FORMAT,
                    LIMITS,
                    ServedModel.named("millrace"),
                    new Vigilance.Off(),
                    GatewayListener.NONE))) {
      System.out.println(session.baseUrl() + " " + session.key());
      while (System.in.read() >= 0) {
        // Nothing is said to it but that it is over.
      }
      System.out.println(session.record().drifts() + " " + session.record().sideCalls());
    }
    System.exit(0);
  }

  private static final class Scripted implements PolicySession {
    @Override
    public Sampled sample(SampleRequest request) throws InterruptedException {
      String prompt = FORMAT.tokenizer().decode(request.promptIds());
      boolean calls = prompt.contains("\"city\"") && !prompt.contains("<tool_response>");
      Message.Assistant turn =
          calls
              ? new Message.Assistant(
                  "I look.", null, List.of(new ToolCall("c", "weather", "{\"city\":\"Zürich\"}")))
              : new Message.Assistant("Grüezi, all is well.", null, List.of());
      int[] all = FORMAT.tokenizer().encode(FORMAT.renderTurn(turn));
      int length = Math.min(all.length, request.maxTokens());
      int[] ids = Arrays.copyOf(all, length);
      int first = prompt.contains("slowly") ? 2 : length;
      request.options().listener().onTokens(Arrays.copyOf(ids, first));
      if (first < length) {
        Thread.sleep(SILENCE);
        request.options().listener().onTokens(Arrays.copyOfRange(ids, first, length));
      }
      float[] logprobs = new float[length];
      Arrays.fill(logprobs, -0.25f);
      return new Sampled(
          ids,
          logprobs,
          List.of(),
          length < all.length ? FinishReason.LENGTH : FinishReason.STOP,
          Map.of());
    }
  }
}
