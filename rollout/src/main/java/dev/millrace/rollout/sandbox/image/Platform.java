package dev.millrace.rollout.sandbox.image;

import java.util.Map;

/// What an image's programs run on, in the words of image configurations.
record Platform(String os, String architecture) {
  private static final Map<String, String> NAMES =
      Map.of("x86_64", "amd64", "aarch64", "arm64", "x86", "386");

  static Platform host() {
    String architecture = System.getProperty("os.arch");
    return new Platform("linux", NAMES.getOrDefault(architecture, architecture));
  }

  @Override
  public String toString() {
    return os + "/" + architecture;
  }
}
