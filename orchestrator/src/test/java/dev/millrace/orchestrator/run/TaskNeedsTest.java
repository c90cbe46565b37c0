package dev.millrace.orchestrator.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Needs;
import dev.millrace.rollout.task.Network;
import dev.millrace.rollout.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From a task's files and a configuration's to what the task's sandbox is given.
final class TaskNeedsTest {
  @TempDir Path directory;
  private Path task;

  @BeforeEach
  void writeTask() throws IOException {
    task = Files.createDirectories(directory.resolve("tasks/family/one"));
    write("task.toml", "schema_version = \"1.4\"\n");
    write("instruction.md", "Do it.\n");
    write("environment/Dockerfile", "FROM hub.example/team/base:1\n");
    write("tests/test.sh", "true\n");
    Files.createDirectories(directory.resolve("kept/hub.example/team"));
    Files.writeString(directory.resolve("kept/hub.example/team/base:1.tar"), "");
  }

  private void write(String name, String text) throws IOException {
    Path file = task.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Needs needs(String sandbox) throws IOException {
    Path config = directory.resolve("run.yaml");
    Files.writeString(config, "tasks: {path: tasks}\nsandbox: " + sandbox + "\n");
    RunTasks tasks = RunTasks.load(RunConfig.load(config));
    Task loaded = tasks.task(tasks.plan().episodes().iterator().next().task());
    return loaded.environment().needs();
  }

  private String refused(String sandbox) {
    return String.valueOf(assertThrows(ConfigException.class, () -> needs(sandbox)).getMessage());
  }

  private BaseImage kept(String path) {
    return new BaseImage.Kept("hub.example/team/base:1", directory.resolve(path));
  }

  @Test
  void aNameIsLookedUpInTheMapAndThenInTheDirectory() throws IOException {
    assertEquals(
        kept("base.tar"), needs("{images: {\"hub.example/team/base:1\": base.tar}}").base());
    assertEquals(kept("kept/hub.example/team/base:1.tar"), needs("{imageDirectory: kept}").base());
  }

  @Test
  void aNameWithoutATagMeansTheLatest() throws IOException {
    write("environment/Dockerfile", "FROM python\n");
    assertEquals(
        new BaseImage.Kept("python", directory.resolve("p.tar")),
        needs("{images: {\"python:latest\": p.tar}}").base());
  }

  @Test
  void whereNoImagesAreKeptTheNameIsNotLookedAt() throws IOException {
    assertEquals(new BaseImage.From("hub.example/team/base:1"), needs("{}").base());
  }

  @Test
  void whatIsNotKeptStopsTheRunWithTheWayToGetIt() throws IOException {
    String message = refused("{images: {\"other:1\": o.tar}}");
    assertTrue(message.contains("family/one"), message);
    assertTrue(message.contains("docker save hub.example/team/base:1"), message);
    // With an image below all sandboxes, that one stands for it; for a whole environment nothing.
    String both = "{image: all.tar, images: {\"other:1\": o.tar}}";
    assertEquals(new BaseImage.From("hub.example/team/base:1"), needs(both).base());
    write("task.toml", "[environment]\ndocker_image = \"hub.example/whole:2\"\n");
    assertTrue(refused(both).contains("docker save hub.example/whole:2"));
    assertTrue(refused("{}").contains("docker save hub.example/whole:2"));
    assertEquals(
        new BaseImage.Prebuilt("hub.example/whole:2"),
        needs("{provider: docker, image: base}").base());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "public     | {hosts: [a.example]}                 | Given",
        "public     | {}                                   | Given",
        "no-network | {hosts: [a.example]}                 | None",
        "allowlist  | {hosts: [a.example]}                 | Hosts",
        "allowlist  | {network: none}                      | None",
      })
  void theRunsHostsAreForTasksThatListNone(String mode, String sandbox, String expected)
      throws IOException {
    write(
        "task.toml",
        "[environment]\nnetwork_mode = \"" + mode + "\"\nallowed_hosts = [\"b.example\"]\n");
    Network network = needs(sandbox).agents();
    assertEquals(expected, network.getClass().getSimpleName());
    List<String> hosts =
        switch (network) {
          case Network.Hosts _ -> List.of("b.example");
          case Network.Given _ -> sandbox.equals("{}") ? List.of() : List.of("a.example");
          default -> List.of();
        };
    assertEquals(hosts, network.hosts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1:9092   | lists 127.0.0.1:9092, which is not public",
        "10.0.0.0/8       | lists 10.0.0.0/8, which is not public",
        "169.254.169.254  | which is not public",
        "https://a.example| network entry \"https://a.example\" is none",
      })
  void aTaskThatListsWhatItMayNotStopsTheRun(String host, String expected) throws IOException {
    write(
        "task.toml",
        "[verifier]\nnetwork_mode = \"allowlist\"\nallowed_hosts = [\"" + host + "\"]\n");
    String message = refused("{}");
    assertTrue(message.contains("family/one") && message.contains(expected), message);
  }
}
