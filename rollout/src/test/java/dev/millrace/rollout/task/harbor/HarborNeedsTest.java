package dev.millrace.rollout.task.harbor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a task of Harbor needs: what lies below it, and which network.
final class HarborNeedsTest {
  @TempDir Path root;
  TaskFixture fixture;

  @BeforeEach
  void soundTask() {
    fixture = TaskFixture.in(root);
  }

  @Test
  void aDockerfilesFirstLineNamesTheBase() {
    fixture.with("environment/Dockerfile", "FROM python:3.12 AS built\nRUN true\n");
    Environment environment = fixture.task().environment();
    assertEquals(new BaseImage.From("python:3.12"), environment.needs().base());
    assertEquals(1, environment.steps().size());
  }

  @Test
  void aPrebuiltImageStandsForTheStepsOfItsDockerfile() {
    fixture
        .with("task.toml", "[environment]\ndocker_image = \"hub.example/task:1\"\n")
        .with("environment/Dockerfile", "FROM a\nENV X=1\nEXPOSE 80\nRUN true\nWORKDIR /work\n");
    Environment environment = fixture.task().environment();
    assertEquals(new BaseImage.Prebuilt("hub.example/task:1"), environment.needs().base());
    assertEquals(List.of(), environment.steps());
    assertEquals("/work", environment.workdir());
    assertEquals(Map.of("X", "1"), environment.variables());
    fixture.without("environment/Dockerfile");
    assertEquals(environment.needs(), fixture.task().environment().needs());
  }

  @Test
  void agentsAndVerifiersHaveTheEnvironmentsNetworkUnlessTheySayOtherwise() {
    fixture.with(
        "task.toml",
        """
        [environment]
        network_mode = "allowlist"
        allowed_hosts = ["pypi.example", "*.files.example"]
        [verifier]
        network_mode = "no-network"
        """);
    Environment environment = fixture.task().environment();
    Network listed = new Network.Hosts(List.of("pypi.example", "*.files.example"));
    assertEquals(listed, environment.needs().agents());
    assertEquals(new Network.None(), environment.needs().verifiers());
    assertEquals(new Network.None(), environment.forVerifiers().needs().agents());
  }

  @ParameterizedTest
  @CsvSource({"true, Unsaid", "false, None"})
  void anOldFlagSaysWhetherThereIsANetwork(String allowed, String expected) {
    fixture.with("task.toml", "[environment]\nallow_internet = " + allowed + "\n");
    Network network = fixture.task().environment().needs().agents();
    assertEquals(expected, network.getClass().getSimpleName());
  }
}
