package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Needs;
import dev.millrace.rollout.task.Network;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DemandsTest {
  private static final Demands DEMANDS = new Demands("usual:1");

  private static Environment environment(BaseImage base, Network agents) {
    return new Environment(List.of(), Map.of(), "/", null, "e1")
        .with(new Needs(base, agents, new Network.None()));
  }

  @Test
  void anEnvironmentThatListsHostsIsRefusedWithWhatToChange() {
    for (Network listed :
        List.of(
            new Network.Hosts(List.of("pypi.example", "files.example")),
            new Network.Given(List.of("pypi.example", "files.example")))) {
      var asking = environment(new BaseImage.Any(), listed);
      var thrown = assertThrows(FailureException.class, () -> DEMANDS.imageOf(asking));
      assertInstanceOf(Failure.Environment.class, thrown.failure());
      String detail = thrown.failure().detail();
      for (String part :
          List.of("environment e1", "pypi.example, files.example", "sandbox.network none")) {
        assertTrue(detail.contains(part), detail);
      }
    }
  }

  @Test
  void hostsOfVerifiersAloneRefuseNothingToTheAgent() {
    var environment =
        new Environment(List.of(), Map.of(), "/", null, "e1")
            .with(
                new Needs(
                    new BaseImage.Any(),
                    new Network.Unsaid(),
                    new Network.Hosts(List.of("pypi.example"))));
    assertEquals("usual:1", DEMANDS.imageOf(environment));
    assertThrows(FailureException.class, () -> DEMANDS.imageOf(environment.forVerifiers()));
  }

  @Test
  void onlyAPrebuiltImageStandsInForTheUsualOne() {
    Network none = new Network.None();
    assertEquals("whole:2", DEMANDS.imageOf(environment(new BaseImage.Prebuilt("whole:2"), none)));
    for (BaseImage other :
        List.of(
            new BaseImage.Any(),
            new BaseImage.From("python:3.12"),
            new BaseImage.Kept("python:3.12", Path.of("/images/python.tar")))) {
      assertEquals("usual:1", DEMANDS.imageOf(environment(other, none)), other.toString());
    }
  }
}
