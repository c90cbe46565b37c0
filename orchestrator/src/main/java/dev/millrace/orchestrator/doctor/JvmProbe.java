package dev.millrace.orchestrator.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.rollout.sandbox.Capability;
import dev.millrace.rollout.sandbox.Capability.Status;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/// The JDK that runs this, and the memory that it sees.
final class JvmProbe implements Probe {
  private static final int RELEASE = 25;

  /// What the quickstart keeps below, all of its processes together.
  private static final long ENOUGH_BYTES = 2L << 30;

  private final Runtime.Version version;
  private final long memoryBytes;

  JvmProbe(Runtime.Version version, long memoryBytes) {
    this.version = version;
    this.memoryBytes = memoryBytes;
  }

  static JvmProbe local() {
    var system =
        (OperatingSystemMXBean)
            ManagementFactory.getPlatformMXBean(java.lang.management.OperatingSystemMXBean.class);
    return new JvmProbe(Runtime.version(), system.getTotalMemorySize());
  }

  @Override
  public List<Capability> capabilities() {
    return List.of(jdk(), memory());
  }

  private Capability jdk() {
    return new Capability(
        Checkup.JDK,
        version.feature() >= RELEASE ? Status.AVAILABLE : Status.MISSING,
        "%s, %s".formatted(version, System.getProperty("java.vendor")),
        "Millrace does not start",
        "install a JDK " + RELEASE + " or newer and let JAVA_HOME name it");
  }

  private Capability memory() {
    return new Capability(
        "memory",
        memoryBytes >= ENOUGH_BYTES ? Status.AVAILABLE : Status.MISSING,
        String.format(
            Locale.ROOT,
            "%.1f GiB, %.1f GiB of it for this JVM's heap; %d processors",
            memoryBytes / 0x1p30,
            Runtime.getRuntime().maxMemory() / 0x1p30,
            Runtime.getRuntime().availableProcessors()),
        "the kernel may end the run",
        "give the machine or the container 2 GiB, or run fewer episodes at once (worker.episodes)");
  }
}
