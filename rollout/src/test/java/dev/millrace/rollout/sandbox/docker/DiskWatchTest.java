package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Sandbox;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
final class DiskWatchTest {
  /// Hears what is logged of one engine; others are watched by other tests meanwhile.
  private static final class Heard extends AppenderBase<ILoggingEvent> {
    private final BlockingQueue<ILoggingEvent> events = new LinkedBlockingQueue<>();
    private final String host;

    Heard(URI host) {
      this.host = host.toString();
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getKeyValuePairs().toString().contains(host)) {
        events.add(event);
      }
    }
  }

  private static final class Nobody implements DockerSandbox.Family {
    @Override
    public Containers.Running reference() {
      throw new IllegalStateException("nothing is captured");
    }

    @Override
    public Sandbox fork(
        Containers.Running running, DockerSandbox.Origin origin, Controller.Place place) {
      throw new IllegalStateException("nothing is forked");
    }

    @Override
    public void closed(DockerSandbox sandbox) {}
  }

  private static DockerSandbox sandbox(Engine engine) {
    var conversation = new Conversation(Conversation.Streams.BOTH);
    var controller = new Controller(engine, "container", conversation, Duration.ofSeconds(1));
    return new DockerSandbox(
        engine,
        new Containers.Running("container", conversation, controller),
        new DockerSandbox.Origin(new Nobody(), Attachments.NONE, Set.of()),
        new Controller.Place("/", Map.of(), List.of(), 1 << 20));
  }

  @Test
  void anEngineThatTellsNoSizesIsSaidWithItsHostAndOnce(@TempDir Path directory) throws Exception {
    URI host = URI.create("unix://" + directory.resolve("engine.sock"));
    var logger = (Logger) LoggerFactory.getLogger(DiskWatch.class);
    var heard = new Heard(host);
    heard.setContext(logger.getLoggerContext());
    heard.start();
    logger.addAppender(heard);
    try (var engine = Engine.at(host, Duration.ofSeconds(1))) {
      try (var _ = DiskWatch.start(engine, Map.of(), 1, List.of(sandbox(engine)))) {
        var event = Objects.requireNonNull(heard.events.poll(30, TimeUnit.SECONDS));
        assertEquals(Level.WARN, event.getLevel());
        // Longer than it takes to look again.
        var next = heard.events.poll(DiskWatch.PERIOD.toMillis() * 2, TimeUnit.MILLISECONDS);
        assertTrue(next == null, () -> String.valueOf(next));
      }
    } finally {
      logger.detachAppender(heard);
    }
  }
}
