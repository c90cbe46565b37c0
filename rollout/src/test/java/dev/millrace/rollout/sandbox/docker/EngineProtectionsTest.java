package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.millrace.rollout.sandbox.Protections.Protection;
import dev.millrace.rollout.sandbox.Protections.Strength;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What engines say of themselves, in the form that they say it.
final class EngineProtectionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'PidsLimit': true}    | processes | FULL",
        "{'PidsLimit': false}   | processes | NONE",
        "{}                     | processes | NONE",
        "{'MemoryLimit': true}  | memory    | FULL",
        "{'MemoryLimit': false} | memory    | NONE",
        "{'CpuCfsQuota': true}  | processor | FULL",
        "{}                     | processor | NONE",
        "{'SecurityOptions': ['name=seccomp,profile=default']} | system calls | FULL",
        "{'SecurityOptions': ['name=apparmor']}                | system calls | NONE",
      })
  void aProtectionIsThereWhenTheEngineSaysSo(String info, String name, Strength strength)
      throws IOException {
    Info said =
        Objects.requireNonNull(
            DefaultDockerClientConfig.createDefaultConfigBuilder()
                .build()
                .getObjectMapper()
                .readValue(info.replace('\'', '"'), Info.class),
            info);
    var settings = DockerSettings.of(URI.create("unix:///engine.sock"), "image");
    Protection found =
        EngineProtections.of("1", said, settings).all().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    assertEquals(strength, found.strength());
  }
}
