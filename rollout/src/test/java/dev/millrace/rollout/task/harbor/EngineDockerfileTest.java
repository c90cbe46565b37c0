package dev.millrace.rollout.task.harbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Dockerfiles;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Environment.Step;
import dev.millrace.rollout.task.TaskException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Dockerfiles of tasks whose sandboxes an engine makes.
final class EngineDockerfileTest {
  private static final String STAGES =
      """
      ARG VERSION=3.12
      FROM --platform=linux/amd64 python:${VERSION} AS Made
      ARG ROOT=/srv
      WORKDIR $ROOT/app
      COPY repo /made
      FROM debian AS other
      WORKDIR /other
      FROM made
      USER 1000
      ADD https://files.example/x /x
      COPY --from=other /a /b
      COPY --chown=1000:1000 --chmod=644 repo/main.py ./
      ENV A=$UNKNOWN B=2
      HEALTHCHECK CMD true
      """;

  @TempDir Path root;
  TaskFixture fixture;

  @BeforeEach
  void soundTask() {
    fixture = TaskFixture.in(root);
  }

  private Environment environment(String dockerfile) {
    return fixture.with("environment/Dockerfile", dockerfile).built().environment();
  }

  private BaseImage.Built image(String dockerfile) {
    return assertInstanceOf(
        BaseImage.Built.class, environment(dockerfile).needs().base(), dockerfile);
  }

  @Test
  void whatHasToBeKnownBeforeTheBuildIsRead() {
    Environment environment = environment(STAGES);
    var image = assertInstanceOf(BaseImage.Built.class, environment.needs().base());
    assertEquals(STAGES, image.dockerfile());
    assertEquals(List.of("python:3.12", "debian"), image.parents());
    assertEquals(fixture.directory().resolve("environment"), image.context());
    assertEquals("/srv/app", environment.workdir());
    assertEquals(Map.of(), environment.variables());
    assertEquals(
        List.of(
            new Step.MakeDirectory("/srv/app"),
            new Step.Copy(List.of("repo"), "/made"),
            new Step.Copy(List.of("repo/main.py"), "/srv/app/")),
        environment.steps());
  }

  @Test
  void anImageIsAnotherWhenItsFilesOrItsTextAre() {
    String first = image("FROM a\nUSER me\n").digest();
    assertEquals(first, image("FROM a\nUSER me\n").digest());
    assertNotEquals(first, image("FROM a\nUSER you\n").digest());
    fixture.with("environment/repo/main.py", "print(2)\n");
    assertNotEquals(first, image("FROM a\nUSER me\n").digest());
  }

  @Test
  void anotherDirectoryOrVariableOfTheTaskIsAnotherEnvironmentOfTheSameImage() {
    Environment plain = environment("FROM a\n");
    fixture.with("task.toml", "[environment]\nworkdir = \"/w\"\nenv = {X = \"1\"}\n");
    Environment other = fixture.built().environment();
    assertEquals("/w", other.workdir());
    assertEquals(Map.of("X", "1"), other.variables());
    assertNotEquals(plain.digest(), other.digest());
  }

  @Test
  void hereDocumentsBecomeWhatEveryEngineKnows() {
    assertEquals(
        "FROM a\nRUN [\"bash\",\"-c\",\"echo \\\"x\\\"\\n\"]\nUSER me\n",
        image("FROM a\nRUN <<EOF\necho \"x\"\nEOF\nUSER me\n").dockerfile());
  }

  @Test
  void anEngineNeedsNoOtherFileButTheOldOnesStayRefusedElsewhere() {
    fixture.with("environment/.dockerignore", "repo\n").with("environment/Dockerfile", STAGES);
    assertEquals("/srv/app", fixture.built().environment().workdir());
    String refused = fixture.failure();
    assertTrue(refused.contains("USER: needs an image sandbox"), refused);
    assertTrue(refused.contains(".dockerignore needs an image sandbox"), refused);
  }

  @Test
  void aDirectoryThatCannotBeToldIsAMistake() {
    String message = failure("FROM a\nWORKDIR $UNKNOWN/x\n");
    assertTrue(message.contains("Dockerfile:2: WORKDIR: the variable UNKNOWN is not set"), message);
    assertTrue(failure("USER me\n").contains("Dockerfile: has no FROM"));
  }

  private String failure(String dockerfile) {
    fixture.with("environment/Dockerfile", dockerfile);
    return String.valueOf(
        assertThrows(TaskException.class, () -> HarborTasks.open(root, Dockerfiles.ENGINE))
            .getMessage());
  }
}
