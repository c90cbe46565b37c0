package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.gateway.Client.Reply;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.trajectory.Branch;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConversationsTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"bash\"}}]";

  @TempDir Path directory;

  /// Says a first piece, waits for the gate, says the rest.
  static final class Gated implements Served.Engine {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch gate = new CountDownLatch(1);
    final CountDownLatch cancelled = new CountDownLatch(1);
    final AtomicInteger calls = new AtomicInteger();

    @Override
    public Sampled sample(SampleRequest request) throws InterruptedException {
      calls.incrementAndGet();
      begun.countDown();
      try {
        if (!gate.await(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody opened the gate");
        }
      } catch (InterruptedException e) {
        cancelled.countDown();
        throw e;
      }
      return Served.said("Hello there.<|im_end|>", request);
    }
  }

  private Served quick(Served.Engine engine) {
    return Served.of(
        GatewaySettings.at(directory.resolve("s")).withKeepAlive(Duration.ofMillis(20)),
        engine,
        Limits.DEFAULT);
  }

  private static HttpRequest stream(Served served) {
    return served
        .client
        .request(CHAT)
        .POST(BodyPublishers.ofString(ChatTest.ask(",\"stream\":true")))
        .build();
  }

  static String readUntil(InputStream in, String wanted) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(wanted) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the stream ended with " + read);
      }
      read.append((char) next);
    }
    return read.toString();
  }

  /// Each stream has said something before the gate opens, so that both are under way by then.
  @Test
  void retryJoinsWhileUnderWayAndIsReplayedAfterwards() throws Exception {
    Gated engine = new Gated();
    try (Served served = quick(engine)) {
      HttpRequest request = stream(served);
      InputStream first = served.client.http().send(request, BodyHandlers.ofInputStream()).body();
      readUntil(first, ": keep-alive");
      InputStream second = served.client.http().send(request, BodyHandlers.ofInputStream()).body();
      readUntil(second, ": keep-alive");
      engine.gate.countDown();
      List<String> answer = data(first);
      assertEquals("data: [DONE]", answer.getLast());
      assertEquals(answer, data(second));
      List<String> replayed =
          data(served.client.http().send(request, BodyHandlers.ofInputStream()).body());
      assertEquals(answer.getLast(), replayed.getLast());
      assertEquals(id(answer), id(replayed));
      assertEquals(1, engine.calls.get());
      assertEquals(1, served.session.record().modelCalls().size());
      assertEquals(
          Map.of("retry_joined", 1, "retry_replayed", 1), served.session.record().counts());
    }
  }

  private static List<String> data(InputStream in) throws IOException {
    String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    return rest.lines().filter(line -> line.startsWith("data: ")).toList();
  }

  private static String id(List<String> data) {
    return Client.parse(data.getFirst().substring("data: ".length())).path("id").asText();
  }

  @Test
  void subAgentsRunAtTheSameTimeOnBranchesOfTheirOwn() throws Exception {
    CountDownLatch both = new CountDownLatch(3);
    Served.Engine engine =
        request -> {
          both.countDown();
          if (!both.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("they do not run at the same time");
          }
          return Served.said("Hello.<|im_end|>", request);
        };
    try (Served served = Served.of(directory, engine);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> replies = new ArrayList<>();
      for (String name : List.of("Be brief.", "You search.", "You test.")) {
        String body = ChatTest.ask(TOOLS).replace("Be brief.", name);
        replies.add(threads.submit(() -> served.client.post(CHAT, body)));
      }
      for (Future<Reply> reply : replies) {
        assertEquals(200, reply.get(20, TimeUnit.SECONDS).status());
      }
      SessionRecord record = served.session.record();
      assertEquals(3, record.branches().size());
      assertEquals(3, record.branches().stream().map(Branch::id).distinct().count());
    }
  }

  @Test
  void callWithoutAReadableNameIsTextThatComesBackAsItWas() {
    String broken =
        "Try.\n<tool_call>\n{\"name\": \"bash\", \"arguments\": {\"x\n</tool_call><|im_end|>";
    AtomicInteger turn = new AtomicInteger();
    Served.Engine engine =
        request -> Served.said(turn.getAndIncrement() == 0 ? broken : "Sorry.<|im_end|>", request);
    try (Served served = Served.of(directory, engine)) {
      Reply first = served.client.post(CHAT, ChatTest.ask(TOOLS));
      String message = first.json().at("/choices/0/message").toString();
      String next =
          ChatTest.ask(TOOLS)
              .replace(
                  "\"}]}]",
                  "\"}]}," + message + ",{\"role\":\"user\",\"content\":\"That is no call.\"}]");
      assertEquals(200, served.client.post(CHAT, next).status(), first.body());
      SessionRecord record = served.session.record();
      assertEquals(1, record.counts().get("malformed_call"), first.body());
      assertEquals(Map.of(), record.drifts());
      assertEquals(1, record.branches().size());
    }
  }

  @Test
  void unixSocketReachesTheSession() throws IOException {
    try (Served served = Served.of(directory, Served.says(Served.text("Hello.")));
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(served.session.socket()));
      String body = ChatTest.ask("");
      String request =
          "POST "
              + served.session.baseUrl().getPath()
              + "/v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
              + "Content-Length: "
              + body.getBytes(StandardCharsets.UTF_8).length
              + "\r\n\r\n"
              + body;
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
      String reply = readUntil(Channels.newInputStream(channel), "Hello.");
      assertTrue(reply.startsWith("HTTP/1.1 200"), reply);
    }
  }
}
