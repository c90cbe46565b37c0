package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;

final class DockerProbeTest {
  @Test
  void anEngineThatDoesNotAnswerIsMissing() {
    var capability = new DockerProbe(URI.create("unix:///nonexistent/docker.sock")).capability();
    assertFalse(capability.isAvailable());
    assertTrue(capability.detail().contains("/nonexistent/docker.sock"), capability.detail());
  }
}
