package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rollout.trajectory.FailureException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BuildOutputTest {
  private final BuildOutput output =
      new BuildOutput("task/Dockerfile", URI.create("unix:///engine"));

  private String failure() {
    output.failed("exit status 3");
    output.ended();
    return assertThrows(FailureException.class, () -> output.await(Duration.ofSeconds(1)))
        .failure()
        .detail();
  }

  @Test
  void linesThatComeInPiecesStayLines() {
    output.said("Step 1/2 : FROM x\nearlier\nStep 2/2 : RUN cat ");
    output.said("/nothing\nso far\ncat: ");
    output.said("/nothing");
    output.said(": No such file\nand");
    assertEquals(
        """
        cannot build task/Dockerfile at unix:///engine, step 2/2 (RUN cat /nothing): exit status 3;\
         its output ends:
        Step 1/2 : FROM x
        earlier
        Step 2/2 : RUN cat /nothing
        so far
        cat: /nothing: No such file
        and\
        """,
        failure());
  }

  @Test
  void theEndOfALongLineIsKept() {
    output.said("Step 1/1 : RUN x\n" + "a".repeat(10_000) + "end");
    String detail = failure();
    assertEquals(2000, detail.substring(detail.indexOf('\n') + 1).length());
  }
}
