package dev.millrace.rollout.task.harbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Environment.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTest {
  @TempDir Path context;
  final List<String> problems = new ArrayList<>();

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(context.resolve("data"));
    for (String name : List.of("b.csv", "a.csv", "with space", "data/c.csv")) {
      Files.writeString(context.resolve(name), name);
    }
  }

  @Test
  void commentsBlankLinesAndContinuationsAreJoinedAsDockerDoes() {
    Environment read =
        sound(
            """
            # syntax=docker/dockerfile:1
            from python:3.11-slim

            RUN one && \\
                # in between

                two
            """);
    assertEquals(List.of(new Step.Run("one &&     two", "/", Map.of())), read.steps());
  }

  @Test
  void eachRunSeesTheDirectoryAndTheVariablesBeforeIt() {
    Environment read =
        sound(
            """
            FROM a
            ENV A=1 B="two words" C=x\\ y
            WORKDIR /srv
            RUN first
            ENV A=2
            ENV OLD its own ${A} way
            WORKDIR app/./x/..
            RUN second
            """);
    assertEquals(
        List.of(
            new Step.MakeDirectory("/srv"),
            new Step.Run("first", "/srv", Map.of("A", "1", "B", "two words", "C", "x y")),
            new Step.MakeDirectory("/srv/app"),
            new Step.Run(
                "second",
                "/srv/app",
                Map.of("A", "2", "B", "two words", "C", "x y", "OLD", "its own 2 way"))),
        read.steps());
    assertEquals("/srv/app", read.workdir());
  }

  @Test
  void variablesAreReplacedOutsideSingleQuotes() {
    Environment read =
        sound(
            """
            FROM a
            ENV DIR=/opt/x EMPTY=
            ENV P="$DIR/bin:$PATH" Q='$DIR' R=${NONE:-d} S=${DIR:+set} T=${EMPTY:-e} U=\\$DIR
            WORKDIR ${DIR}/w
            """);
    assertEquals("/opt/x/w", read.workdir());
    Map<String, String> v = read.variables();
    assertTrue(String.valueOf(v.get("P")).startsWith("/opt/x/bin:/usr/local/sbin:"));
    assertEquals(
        List.of("$DIR", "d", "set", "e", "$DIR"),
        List.of("Q", "R", "S", "T", "U").stream().map(v::get).toList());
  }

  @Test
  void copyTakesSeveralSourcesPatternsAndTheJsonForm() {
    Environment read =
        sound(
            """
            FROM a
            WORKDIR /w
            COPY *.csv data ./
            COPY ["with space", "/x/y"]
            COPY . .
            """);
    assertEquals(
        List.of(
            new Step.MakeDirectory("/w"),
            new Step.Copy(List.of("a.csv", "b.csv", "data"), "/w/"),
            new Step.Copy(List.of("with space"), "/x/y"),
            new Step.Copy(List.of("."), "/w/")),
        read.steps());
  }

  @Test
  void runTakesTheExecFormAndHereDocuments() {
    Environment read =
        sound(
            """
            FROM a
            RUN ["python3", "-c", "print('x')"]
            RUN <<EOF
            one
            two
            EOF
            RUN cat > /f <<'E'
            # kept
            E
            """);
    assertEquals(
        List.of("'python3' '-c' 'print('\\''x'\\'')'", "one\ntwo\n", "cat > /f <<'E'\n# kept\nE"),
        read.steps().stream().map(step -> ((Step.Run) step).script()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RUN x                      | Dockerfile: has no FROM",
        "FROM a\\nFROM b             | Dockerfile:2: FROM: a second stage needs an image sandbox",
        "FROM a\\n\\nUSER me          | Dockerfile:3: USER: needs an image sandbox",
        "FROM a\\nCOPY --from=x a b   | Dockerfile:2: COPY: --from needs an image sandbox",
        "FROM a\\nCOPY --chown=1 a b  | Dockerfile:2: COPY: --chown needs an image sandbox",
        "FROM a\\nRUN --mount=x y     | Dockerfile:2: RUN: --mount needs an image sandbox",
        "FROM a\\nCOPY nope /x        | Dockerfile:2: COPY: environment/ has no nope",
        "FROM a\\nCOPY ../x /x        | Dockerfile:2: COPY: ../x lies outside environment/",
        "FROM a\\nCOPY *.md /x        | Dockerfile:2: COPY: nothing in environment/ matches *.md",
        "FROM a\\nCOPY *.csv /x       | Dockerfile:2: COPY: with several sources",
        "FROM a\\nCOPY a.csv          | Dockerfile:2: COPY: expected sources and a destination",
        "FROM a\\nENV A               | Dockerfile:2: ENV: expected NAME=value, found: A",
        "FROM a\\nENV A=$NONE         | Dockerfile:2: ENV: the variable NONE is not set",
        "FROM a\\nENV A=\"b            | Dockerfile:2: ENV: a double quote is not closed",
        "FROM a\\nRUN [\"b\"           | Dockerfile:2: RUN: expected a JSON list of strings",
        "FROM a\\nRUN <<E\\nx          | Dockerfile: the here-document E does not end",
        "FROM a\\nWORKDIR             | Dockerfile:2: WORKDIR: has no argument",
      })
  void whatCannotBeDoneIsNamedWithItsLine(String text, String expected) {
    read(text.replace("\\n", "\n"));
    assertTrue(problems.stream().anyMatch(p -> p.startsWith(expected)), problems.toString());
  }

  private Environment sound(String text) {
    Environment read = read(text);
    assertEquals(List.of(), problems);
    return read;
  }

  private Environment read(String text) {
    return new Dockerfile(new TaskFile("Dockerfile", problems), new BuildContext(context))
        .read(text);
  }
}
