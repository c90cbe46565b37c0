package dev.millrace.rollout.template;

import java.util.AbstractList;

/// What `range(...)` makes: numbers that are not stored.
final class Range extends AbstractList<Object> {
  private final int start;
  private final int stop;
  private final int step;
  private final int size;

  Range(int start, int stop, int step, int size) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.size = size;
  }

  @Override
  public Object get(int index) {
    return start + (long) index * step;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String toString() {
    return "range(" + start + ", " + stop + (step == 1 ? "" : ", " + step) + ")";
  }
}
