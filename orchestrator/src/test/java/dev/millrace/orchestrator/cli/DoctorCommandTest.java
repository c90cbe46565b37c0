package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.orchestrator.doctor.Doctor;
import dev.millrace.rollout.sandbox.Capability;
import dev.millrace.rollout.sandbox.Capability.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private static final Capability SANDBOX = capability("sandbox", Status.AVAILABLE);
  private static final Capability NO_SANDBOX = capability("sandbox", Status.MISSING);
  private static final Capability NO_DOCKER = capability("Docker", Status.MISSING);

  private static Capability capability(String name, Status status) {
    return new Capability(
        name, status, "saw " + name, "no fun without " + name, "apt-get install " + name);
  }

  private static Called doctor(List<Capability> found, String... args) {
    return Called.command(new DoctorCommand(new Doctor(List.of(() -> found))), args);
  }

  @Test
  void machineThatOnlyLacksDockerCanRun() {
    Called called = doctor(List.of(SANDBOX, NO_DOCKER));
    assertEquals(0, called.status(), called.err());
    assertTrue(called.out().endsWith("A run is possible here.\n"), called.out());
  }

  @Test
  void everyLackSaysWhatItCostsAndWhatToDo() {
    String out = doctor(List.of(SANDBOX, NO_DOCKER)).out();
    assertTrue(out.contains("costs: no fun without Docker"), out);
    assertTrue(out.contains("do: apt-get install Docker"), out);
    assertFalse(out.contains("apt-get install sandbox"), out);
  }

  @Test
  void machineWithoutSandboxesCannotRun() {
    Called called = doctor(List.of(NO_SANDBOX, NO_DOCKER));
    assertEquals(1, called.status(), called.err());
    assertTrue(
        called.out().endsWith("No run is possible here, for want of: sandbox.\n"), called.out());
  }

  @Test
  void jsonHoldsWhatTheTableSays() throws IOException {
    Called called = doctor(List.of(NO_SANDBOX, NO_DOCKER), "--json");
    JsonNode root = new ObjectMapper().readTree(called.out());
    assertEquals(1, called.status());
    assertFalse(root.get("run_possible").booleanValue());
    JsonNode sandbox = root.get("capabilities").get(0);
    assertEquals("sandbox", sandbox.get("name").textValue());
    assertFalse(sandbox.get("available").booleanValue());
    assertTrue(sandbox.get("needed").booleanValue());
    assertEquals("saw sandbox", sandbox.get("detail").textValue());
    assertEquals("no fun without sandbox", sandbox.get("cost_of_lack").textValue());
    assertEquals("apt-get install sandbox", sandbox.get("how_to_get").textValue());
    assertFalse(root.get("capabilities").get(1).get("needed").booleanValue());
  }

  @Test
  void lookingAtThisMachineLeavesNothingBehind(@TempDir Path directory) throws IOException {
    Called called = Called.millrace("doctor", "--out", directory.resolve("not/yet").toString());
    assertTrue(called.out().contains("JDK"), called.err());
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void directoryThatCannotBeWrittenToIsALack() {
    Called called = Called.millrace("doctor", "--out", "/proc/out");
    assertEquals(1, called.status(), called.err());
    assertTrue(called.out().contains("for want of: output directory"), called.out());
  }
}
