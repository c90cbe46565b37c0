package dev.millrace.rollout.sandbox.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What the engine says about a path in a container.
///
/// @param permissions the lower twelve bits of its mode
record Stat(Kind kind, int permissions, long sizeBytes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  // The bits of Go's file modes, which the engine writes.
  private static final long DIRECTORY = 1L << 31;
  private static final long LINK = 1L << 27;
  private static final long PIPE = 1L << 25;
  private static final long SPECIAL = 1L << 26 | 1L << 24 | 1L << 21 | 1L << 19;
  private static final long SET_USER = 1L << 23;
  private static final long SET_GROUP = 1L << 22;
  private static final long STICKY = 1L << 20;

  enum Kind {
    DIRECTORY,
    FILE,
    LINK,
    PIPE,
    /// Sockets and devices: nothing of them can be kept.
    OTHER
  }

  /// What is at a path of a container, if anything is.
  ///
  /// @throws FailureException with `Failure.Sandbox` when the engine's answer cannot be read
  static Optional<Stat> at(Engine engine, String container, String path)
      throws InterruptedException {
    Optional<String> facts = engine.facts(container, path);
    try {
      return facts.isPresent() ? Optional.of(of(facts.get())) : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new FailureException(
          new Failure.Sandbox(
              "the engine's facts about " + path + " of container " + container + ": " + e),
          e);
    }
  }

  /// @param facts of an archive request's header: JSON in Base64
  static Stat of(String facts) throws JsonProcessingException {
    String text = new String(Base64.getDecoder().decode(facts), StandardCharsets.UTF_8);
    JsonNode json = JSON.readTree(text);
    long mode = json.path("mode").asLong();
    return new Stat(kind(mode), permissions(mode), json.path("size").asLong());
  }

  private static Kind kind(long mode) {
    if ((mode & DIRECTORY) != 0) {
      return Kind.DIRECTORY;
    }
    if ((mode & LINK) != 0) {
      return Kind.LINK;
    }
    if ((mode & PIPE) != 0) {
      return Kind.PIPE;
    }
    return (mode & SPECIAL) != 0 ? Kind.OTHER : Kind.FILE;
  }

  private static int permissions(long mode) {
    int special =
        ((mode & SET_USER) != 0 ? 04000 : 0)
            | ((mode & SET_GROUP) != 0 ? 02000 : 0)
            | ((mode & STICKY) != 0 ? 01000 : 0);
    return (int) (mode & 0777) | special;
  }
}
