package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.task.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What every provider that runs real commands keeps, in groups of rules.
public abstract class SandboxContract
    implements AttachmentRules,
        CommandRules,
        EnclosureRules,
        EndingRules,
        FileRules,
        DeltaRules,
        LayerRules {
  @TempDir Path context;

  @Override
  public abstract SandboxProvider provider();

  @BeforeEach
  void fillContext() throws IOException {
    Files.writeString(
        Files.createDirectories(context.resolve("repo/bin")).resolve("tool"),
        "#!/bin/sh\necho t\n");
    Files.setAttribute(context.resolve("repo/bin/tool"), "unix:mode", 0755);
    Files.writeString(context.resolve("repo/read.me"), "read me\n");
  }

  @Override
  public final Path context() {
    return context;
  }

  @Override
  public final Environment environment(String digest, Environment.Step... steps) {
    return new Environment(
        List.of(steps),
        Map.of("APP_MODE", "test"),
        "/app",
        context,
        getClass().getSimpleName() + digest);
  }
}
