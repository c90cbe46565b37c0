package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.gateway.http.SystemLoggers;
import org.junit.jupiter.api.Test;

class SystemLoggersTest {
  /// The tests' logs begin at warnings.
  @Test
  void webServersTalkIsNoMoreThanDetail() {
    System.Logger log = System.getLogger("io.helidon.webserver.ServerListener");
    assertFalse(log.isLoggable(System.Logger.Level.INFO));
    assertFalse(log.isLoggable(System.Logger.Level.OFF));
    assertTrue(log.isLoggable(System.Logger.Level.WARNING));
    assertEquals("io.helidon.webserver.ServerListener", log.getName());
    assertEquals(SystemLoggers.class, System.LoggerFinder.getLoggerFinder().getClass());
  }
}
