package dev.millrace.rollout.sandbox.seccomp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/// The numbers of calls by name, read from the headers that are installed here.
final class KernelHeaders {
  private static final Pattern DEFINITION =
      Pattern.compile("^#define (?:__NR|__NR3264)_(\\w+)\\s+(\\d+)", Pattern.MULTILINE);

  private KernelHeaders() {}

  static Map<String, Integer> of(Architecture architecture) throws IOException {
    Path header =
        switch (architecture) {
          case X86_64 -> Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
          case AARCH64 -> Path.of("/usr/include/asm-generic/unistd.h");
        };
    Assumptions.assumeTrue(
        Files.isReadable(header),
        () -> header + " is missing (install linux-libc-dev): call numbers are not compared");
    Map<String, Integer> numbers = new HashMap<>();
    Matcher matcher = DEFINITION.matcher(Files.readString(header));
    while (matcher.find()) {
      numbers.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
    }
    return numbers;
  }
}
