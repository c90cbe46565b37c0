package dev.millrace.datasets.lake;

final class MemoryLakeTest extends LakeContract {
  private final MemoryLake lake = new MemoryLake();

  @Override
  protected Lake lake() {
    return lake;
  }
}
