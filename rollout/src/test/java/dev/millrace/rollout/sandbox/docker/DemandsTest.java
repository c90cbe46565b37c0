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
      var thrown = assertThrows(FailureException.class, () -> DEMANDS.check(asking));
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
    DEMANDS.check(environment);
    assertThrows(FailureException.class, () -> DEMANDS.check(environment.forVerifiers()));
  }

  @Test
  void theUsualImageStandsBelowEnvironmentsThatNameNone() {
    Network none = new Network.None();
    assertEquals("usual:1", DEMANDS.imageOf(environment(new BaseImage.Any(), none)));
    for (BaseImage named :
        List.of(
            new BaseImage.Prebuilt("own:2"),
            new BaseImage.From("own:2"),
            new BaseImage.Kept("own:2", Path.of("/images/own.tar")))) {
      assertEquals("own:2", DEMANDS.imageOf(environment(named, none)), named.toString());
    }
  }
}
