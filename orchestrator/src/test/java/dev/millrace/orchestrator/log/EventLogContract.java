package dev.millrace.orchestrator.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.log.Transactor.Consumed;
import dev.millrace.orchestrator.log.Transactor.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What every event log promises.
public abstract class EventLogContract {
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

  /// An empty log; the caller closes it.
  protected abstract EventLog open();

  @Test
  void recordsOfOneKeyAreReadInTheOrderWritten() throws InterruptedException {
    try (EventLog log = open();
        Appender appender = log.appender()) {
      for (int i = 0; i < 50; i++) {
        appender.append(Topic.TURNS, "episode-" + i % 3, bytes(i));
      }
      appender.flush();
      try (Reader reader = log.tail(Topic.TURNS, Map.of())) {
        List<LogRecord> read = read(reader, 50);
        for (int key = 0; key < 3; key++) {
          String wanted = "episode-" + key;
          List<Integer> values =
              read.stream()
                  .filter(r -> r.key().equals(wanted))
                  .map(EventLogContract::number)
                  .toList();
          assertEquals(values.stream().sorted().toList(), values);
        }
      }
    }
  }

  @Test
  void tailBeginsWhereItIsTold() throws InterruptedException {
    try (EventLog log = open();
        Appender appender = log.appender()) {
      for (int i = 0; i < 10; i++) {
        appender.append(Topic.LEASES, "e", bytes(i));
      }
      appender.flush();
      try (Reader reader = log.tail(Topic.LEASES, Map.of(0, 7L))) {
        assertEquals(
            List.of(7, 8, 9), read(reader, 3).stream().map(EventLogContract::number).toList());
      }
    }
  }

  @Test
  void endsLieBehindTheLastRecord() {
    try (EventLog log = open();
        Appender appender = log.appender()) {
      assertEquals(0L, log.ends(Topic.LEASES).get(0));
      appender.append(Topic.LEASES, "e", bytes(1));
      appender.flush();
      assertEquals(1L, log.ends(Topic.LEASES).get(0));
    }
  }

  @Test
  void everySharedRecordGoesToOneMember() throws InterruptedException {
    try (EventLog log = open();
        Appender appender = log.appender();
        ShareReader one = log.share("workers", Topic.TASKS);
        ShareReader two = log.share("workers", Topic.TASKS)) {
      for (int i = 0; i < 20; i++) {
        appender.append(Topic.TASKS, "g" + i, bytes(i));
      }
      appender.flush();
      List<Integer> taken = new ArrayList<>();
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (taken.size() < 20 && System.nanoTime() < deadline) {
        for (ShareReader member : List.of(one, two)) {
          for (LogRecord record : member.poll(WAIT)) {
            member.accept(record);
            taken.add(number(record));
          }
        }
      }
      assertEquals(20, taken.size());
      assertEquals(20, new HashSet<>(taken).size());
    }
  }

  @Test
  void releasedRecordComesAgain() throws InterruptedException {
    try (EventLog log = open();
        Appender appender = log.appender();
        ShareReader member = log.share("workers", Topic.TASKS)) {
      appender.append(Topic.TASKS, "g", bytes(1));
      appender.flush();
      LogRecord first = read(member, 1).getFirst();
      member.release(first);
      LogRecord again = read(member, 1).getFirst();
      assertEquals(1, number(again));
      member.accept(again);
    }
  }

  @Test
  void transactionMovesTheGroupWithItsRecords() throws InterruptedException {
    try (EventLog log = open();
        Appender appender = log.appender()) {
      for (int i = 0; i < 8; i++) {
        appender.append(Topic.TRAJECTORIES, "g" + i, bytes(i));
      }
      appender.flush();
      try (GroupReader reader = log.group("scorer", Topic.TRAJECTORIES);
          Transactor transactor = log.transactor("scorer-0")) {
        List<LogRecord> taken = read(reader, 8);
        List<Outgoing> out =
            taken.stream().map(r -> new Outgoing(Topic.SCORED, r.key(), r.value())).toList();
        transactor.commit(out, new Consumed.By(reader, taken));
      }
      try (GroupReader next = log.group("scorer", Topic.TRAJECTORIES);
          Reader scored = log.tail(Topic.SCORED, Map.of())) {
        assertEquals(8, read(scored, 8).size());
        assertTrue(quiet(next), "the group was at the end, but records came again");
      }
    }
  }

  @Test
  void sameKeyIsTheSamePartitionInBothTopics() throws InterruptedException {
    try (EventLog log = open();
        Appender appender = log.appender()) {
      for (int i = 0; i < 12; i++) {
        appender.append(Topic.TRAJECTORIES, "group/" + i, bytes(i));
        appender.append(Topic.SCORED, "group/" + i, bytes(i));
      }
      appender.flush();
      try (Reader left = log.tail(Topic.TRAJECTORIES, Map.of());
          Reader right = log.tail(Topic.SCORED, Map.of())) {
        assertEquals(places(read(left, 12)), places(read(right, 12)));
      }
    }
  }

  @Test
  void uncommittedPositionIsReadAgain() throws InterruptedException {
    try (EventLog log = open();
        Appender appender = log.appender()) {
      appender.append(Topic.TRAJECTORIES, "g", bytes(1));
      appender.flush();
      try (GroupReader reader = log.group("scorer", Topic.TRAJECTORIES)) {
        read(reader, 1);
        reader.rewind();
        assertEquals(1, number(read(reader, 1).getFirst()));
      }
      try (GroupReader reader = log.group("scorer", Topic.TRAJECTORIES)) {
        assertEquals(1, number(read(reader, 1).getFirst()));
      }
    }
  }

  @Test
  void newWriterOfAnIdFencesTheOldOne() throws InterruptedException {
    try (EventLog log = open();
        Transactor old = log.transactor("scorer-0");
        Transactor current = log.transactor("scorer-0")) {
      List<Outgoing> records = List.of(new Outgoing(Topic.SCORED, "g", bytes(1)));
      assertThrows(LogException.class, () -> old.commit(records, new Consumed.Nothing()));
      current.commit(records, new Consumed.Nothing());
      try (Reader reader = log.tail(Topic.SCORED, Map.of())) {
        assertEquals(1, read(reader, 1).size());
      }
    }
  }

  private static Set<String> places(List<LogRecord> records) {
    Set<String> places = new HashSet<>();
    records.forEach(r -> places.add(r.key() + " in " + r.partition()));
    return places;
  }

  private static List<LogRecord> read(Reader reader, int wanted) throws InterruptedException {
    List<LogRecord> read = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (read.size() < wanted && System.nanoTime() < deadline) {
      read.addAll(reader.poll(WAIT));
    }
    assertEquals(wanted, read.size());
    return read;
  }

  private static boolean quiet(Reader reader) throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      if (!reader.poll(WAIT).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(int number) {
    return String.valueOf(number).getBytes(UTF_8);
  }

  private static int number(LogRecord record) {
    return Integer.parseInt(new String(record.value(), UTF_8));
  }
}
