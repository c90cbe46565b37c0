package dev.millrace.rollout.sandbox.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.sandbox.Owner;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Has the engine build images of Dockerfiles. Last of all every file is made root's, as which
/// commands run without the capability to pass over what others own.
final class DockerfileBuild {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DOCKERFILE = ".millrace.Dockerfile";
  private static final String IGNORE = ".dockerignore";
  private static final String FINISH =
      """
      for need in bash find tar; do
        command -v $need >/dev/null || { echo "a sandbox's image needs $need"; exit 1; }
      done
      mkdir -p -- "$0" && find / -xdev ! -user 0 -exec chown -h 0:0 {} +
      """;

  private final DockerSettings settings;
  private final Containers containers;
  private final Owner owner;
  private final Version version;
  private final Info info;

  /// @param version of the engine
  /// @param info what the engine says of itself
  DockerfileBuild(
      DockerSettings settings, Containers containers, Owner owner, Version version, Info info) {
    this.settings = settings;
    this.containers = containers;
    this.owner = owner;
    this.version = version;
    this.info = info;
  }

  /// Builds an image, with the labels of containers that build.
  ///
  /// @param tag of the image in [Images#REPOSITORY]
  /// @throws FailureException with `Failure.Environment` naming the Dockerfile and the step
  void build(Environment environment, BaseImage.Built built, String tag)
      throws InterruptedException {
    byte[] context = context(environment, built);
    long memory = settings.limits().memoryBytes();
    Map<String, String> labels = containers.labels(Containers.Use.BUILD, environment.digest());
    var output = new BuildOutput(dockerfile(built), settings.host());
    boolean isPodman = PodmanBuild.isPodman(version);
    String network = settings.isolation().buildNetwork();
    String group = PodmanBuild.group(owner, tag);
    Map<String, String> query = new LinkedHashMap<>();
    query.put("dockerfile", DOCKERFILE);
    query.put("t", Images.REPOSITORY + ":" + tag);
    query.put("labels", json(labels));
    query.put("memory", Long.toString(memory));
    query.put("memswap", Long.toString(memory));
    query.put("forcerm", "1");
    query.put("networkmode", network);
    if (isPodman) {
      query.putAll(PodmanBuild.query(network, info, group));
    }
    try (var _ = BuildRequest.send(settings.host(), query, context, output)) {
      output.await(settings.waits().build());
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox(
              "cannot ask " + settings.host() + " to build " + dockerfile(built) + ": " + e),
          e);
    } finally {
      if (isPodman) {
        PodmanBuild.end(group);
      }
    }
  }

  private static String dockerfile(BaseImage.Built built) {
    return built.context().resolve("Dockerfile").toString();
  }

  /// The directory as an archive, but for what it says is to be left out.
  static byte[] context(Environment environment, BaseImage.Built built) {
    try {
      var ignored = IgnoreRules.of(ignoreFile(built.context()));
      List<DeltaEntry> entries =
          HostTree.read(built.context(), path -> !path.equals(IGNORE) && !ignored.isIgnored(path));
      String text = built.dockerfile() + finish(environment.workdir());
      entries.add(file(DOCKERFILE, text));
      // Neither file is to be found by a COPY of everything.
      entries.add(file(IGNORE, DOCKERFILE + "\n" + IGNORE + "\n"));
      return DeltaArchive.tree(entries);
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Environment("cannot read what " + dockerfile(built) + " copies: " + e), e);
    }
  }

  private static DeltaEntry file(String name, String text) {
    return new DeltaEntry.File(name, 0644, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String ignoreFile(Path context) throws IOException {
    try {
      return Files.readString(context.resolve(IGNORE));
    } catch (NoSuchFileException _) {
      return "";
    }
  }

  private static String finish(String workdir) {
    // As a list of words, since no shell of the image's own choice reads it then.
    List<String> words = List.of("/bin/sh", "-c", FINISH, workdir);
    return "\nUSER 0:0\nRUN " + json(words) + "\n";
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings are always JSON", e);
    }
  }
}
