package dev.millrace.orchestrator.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/// This JVM's heap.
final class Memory {
  private Memory() {}

  static void forgetPeak() {
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /// The peaks of the heap's pools together, in MiB: never below the peak of all of them at once.
  static double peakHeapMib() {
    return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / 0x1p20;
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
