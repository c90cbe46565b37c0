package dev.millrace.rollout.sandbox;

/// What a sandbox may use in all, whatever it runs. A provider that cannot hold to one of them says
/// so in its [Protections].
///
/// @param processes and threads at once
/// @param cpus of processor time a second, e.g. 1.5; all that the machine has where it is larger
/// @param diskBytes that the changed files may take
public record Bounds(int processes, double cpus, long diskBytes) {
  public static final Bounds DEFAULT = new Bounds(512, 1024, 1L << 30);

  public Bounds {
    if (processes < 1 || !(cpus > 0) || diskBytes < 1) {
      throw new IllegalArgumentException(
          "a sandbox needs a process, some processor time and some bytes of disk: "
              + processes
              + ", "
              + cpus
              + ", "
              + diskBytes);
    }
  }
}
