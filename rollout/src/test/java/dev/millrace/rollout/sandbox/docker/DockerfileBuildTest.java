package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tasks whose Dockerfiles the engine builds.
@ResourceLock(Engines.DOCKER)
@ResourceLock(Engines.PODMAN)
final class DockerfileBuildTest {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(50), 1L << 30, 4096);

  @TempDir Path tasks;

  @ParameterizedTest
  @ValueSource(strings = {"MILLRACE_DOCKER_HOST", "MILLRACE_PODMAN_HOST"})
  void stagesArgumentsUsersAndArchivesAreTheEngines(String variable) throws Exception {
    var settings = Engines.settings(variable);
    byte[] archive =
        DeltaArchive.tree(List.of(new DeltaEntry.File("packed", 0644, new byte[] {'p', '\n'})));
    Files.write(context().resolve("bundle.tar"), archive);
    Files.writeString(context().resolve("own"), "own\n");
    Environment environment =
        environment(
            settings,
            """
            ARG BASE=IMAGE
            FROM ${BASE} AS made
            ARG WORD=stage
            RUN echo $WORD > /out
            FROM ${BASE}
            ENV MODE=test PATH=/opt/tools:$PATH
            ADD bundle.tar /opt/
            COPY --from=made /out /made
            COPY --chown=1000:1000 own /srv/home/
            RUN chmod 700 /srv/home && chown 1000 /srv/home
            RUN <<EOF
            echo 'here "document"' > /here
            EOF
            USER 1000
            RUN id -u > /srv/home/who
            WORKDIR /srv
            HEALTHCHECK --interval=1s CMD touch /healthy
            ENTRYPOINT ["false"]
            CMD ["never"]
            """);
    try (var provider = DockerProvider.open(settings);
        var sandbox = provider.create(environment)) {
      assertEquals("/srv", sandbox.workdir());
      assertEquals("stage\np\nhere \"document\"\n", say(sandbox, "cat /made /opt/packed /here"));
      assertEquals("own\n1000\n", say(sandbox, "cat home/own home/who"));
      // Whatever its USER, commands are root's, to whom all files belong.
      assertEquals("0 0 /srv", say(sandbox, "echo $(id -u) $(stat -c %u home/own) $PWD").strip());
      assertEquals(
          "test /opt/tools:/usr/local/sbin",
          say(sandbox, "echo $MODE ${PATH%%/bin*}").strip().substring(0, 31));
      assertTrue(sandbox.write("/srv/home/new", new byte[] {'n'}));
      try (var fork = sandbox.fork()) {
        assertEquals("n", say(fork, "cat home/new"));
      }
      List<String> changed =
          DeltaArchive.decode(sandbox.capture(1 << 20)).stream().map(DeltaEntry::path).toList();
      assertTrue(changed.contains("srv/home/new"), changed.toString());
      assertFalse(changed.contains("healthy"), changed.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MILLRACE_DOCKER_HOST", "MILLRACE_PODMAN_HOST"})
  void whatIsIgnoredAndWhatTheBuildNeedsIsNotCopied(String variable) throws Exception {
    var settings = Engines.settings(variable);
    Files.writeString(context().resolve(".dockerignore"), "*.secret\n!b.secret\n");
    for (String name : List.of("a.secret", "b.secret", "plain")) {
      Files.writeString(context().resolve(name), name);
    }
    Environment environment = environment(settings, "FROM IMAGE\nCOPY . /all/\nWORKDIR /all\n");
    try (var provider = DockerProvider.open(settings);
        var sandbox = provider.create(environment)) {
      assertEquals("Dockerfile\nb.secret\nplain\n", say(sandbox, "ls -A"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MILLRACE_DOCKER_HOST", "MILLRACE_PODMAN_HOST"})
  void aFailureNamesTheTaskTheStepAndTheEndOfItsOutput(String variable) throws Exception {
    var settings = Engines.settings(variable);
    Environment environment =
        environment(settings, "FROM IMAGE\nUSER 0\nRUN echo $((6*7)) apples; exit 3\n");
    try (var provider = DockerProvider.open(settings)) {
      String detail = failure(provider, environment);
      for (String part :
          List.of(
              context().resolve("Dockerfile").toString(),
              "step 3/",
              "(RUN echo $((6*7)) apples; exit 3)",
              "42 apples")) {
        assertTrue(detail.contains(part), detail);
      }
      String unknown = failure(provider, environment(settings, "FROM IMAGE\nNONSENSE x\n"));
      assertTrue(unknown.toUpperCase(Locale.ROOT).contains("NONSENSE"), unknown);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MILLRACE_DOCKER_HOST", "MILLRACE_PODMAN_HOST"})
  void aBuildThatTakesTooLongIsGivenUp(String variable) throws Exception {
    var settings = Engines.settings(variable);
    var waits = settings.waits();
    var hasty =
        new DockerSettings(
            settings.host(),
            settings.baseImage(),
            settings.run(),
            settings.limits(),
            new DockerSettings.Waits(
                waits.call(), waits.transfer(), waits.pull(), Duration.ofSeconds(6)),
            settings.isolation());
    String seconds = Integer.toString(100_000 + Math.abs(tasks.hashCode() % 100_000));
    Environment environment = environment(settings, "FROM IMAGE\nRUN exec sleep " + seconds + "\n");
    try (var provider = DockerProvider.open(hasty)) {
      String detail = failure(provider, environment);
      assertTrue(detail.contains("took longer than PT6S"), detail);
      assertTrue(detail.contains("RUN exec sleep"), detail);
    }
    for (ProcessHandle process : sleeping(seconds)) {
      process.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  private static List<ProcessHandle> sleeping(String seconds) {
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").endsWith("sleep " + seconds))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MILLRACE_DOCKER_HOST", "MILLRACE_PODMAN_HOST"})
  void manyWhoWantAnImageGetOneWithTheLabelsOfItsRun(String variable) throws Exception {
    var settings = Engines.settings(variable).withRun("run-7");
    Environment environment =
        environment(settings, "FROM IMAGE\nLABEL x=y\nRUN od -N8 /dev/urandom > /id\n");
    List<Future<String>> ids = new ArrayList<>();
    try (var provider = DockerProvider.open(settings)) {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 4; i++) {
          ids.add(threads.submit(() -> id(provider, environment)));
        }
      }
      for (Future<String> id : ids) {
        assertEquals(ids.getFirst().get(), id.get());
      }
    }
    try (var engine = Engine.at(settings.host(), settings.waits().call())) {
      var images = new Images(engine);
      String digest = environment.digest();
      var built = images.withLabels(Map.of(Containers.ENVIRONMENT, digest));
      assertEquals(1, built.size(), built.toString());
      Map<String, String> labels = built.getFirst().labels();
      assertEquals("run-7", labels.get(Containers.RUN));
      assertEquals("build", labels.get(Containers.USE));
      assertEquals(
          Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(),
          labels.get(Containers.HOST));
      // Another process finds it there.
      try (var next = DockerProvider.open(settings)) {
        assertEquals(ids.getFirst().get(), id(next, environment));
      }
      images.remove(built.getFirst().id());
    }
  }

  private static String id(DockerProvider provider, Environment environment)
      throws InterruptedException {
    try (var sandbox = provider.create(environment)) {
      return say(sandbox, "cat /id");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MILLRACE_DOCKER_HOST", "MILLRACE_PODMAN_HOST"})
  void aBuildHasNoNetwork(String variable) throws Exception {
    assertEquals(List.of("lo"), networkOfABuild(Engines.settings(variable)).devices());
  }

  /// Docker's default is whatever its daemon was started with; the tests' has none.
  @Test
  void aBuildThatIsGivenTheDefaultNetworkOfPodmanHasItAndNotTheHosts() throws Exception {
    var settings = Engines.settings("MILLRACE_PODMAN_HOST");
    var isolation = new DockerSettings.Isolation(null, "default");
    var network = networkOfABuild(settings.withIsolation(isolation));
    assertTrue(network.devices().size() > 1, network.toString());
    String hosts = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    assertNotEquals(hosts, network.namespace());
  }

  /// What a step of a build sees.
  private record Network(String namespace, List<String> devices) {}

  private Network networkOfABuild(DockerSettings settings) throws Exception {
    // Not one that the engine has kept.
    String look =
        """
        FROM IMAGE
        RUN : %s && readlink /proc/self/ns/net > /seen
        RUN cut -d: -f1 /proc/net/dev | grep -v '|' >> /seen
        """
            .formatted(Conversation.nonce());
    try (var provider = DockerProvider.open(settings);
        var sandbox = provider.create(environment(settings, look))) {
      List<String> seen = say(sandbox, "cat /seen").lines().map(String::strip).toList();
      return new Network(seen.getFirst(), seen.subList(1, seen.size()));
    }
  }

  private Path context() throws IOException {
    return new BuiltTask(tasks).context();
  }

  private Environment environment(DockerSettings settings, String dockerfile) throws IOException {
    return new BuiltTask(tasks).environment(dockerfile.replace("IMAGE", settings.baseImage()));
  }

  private static String say(Sandbox sandbox, String script) throws InterruptedException {
    var result = sandbox.exec(Command.bash(script, LIMITS));
    assertTrue(result.ok(), result::toString);
    return result.stdout();
  }

  private static String failure(DockerProvider provider, Environment environment) {
    var thrown = assertThrows(FailureException.class, () -> provider.create(environment).close());
    assertInstanceOf(Failure.Environment.class, thrown.failure());
    return thrown.failure().detail();
  }
}
