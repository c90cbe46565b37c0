package dev.millrace.rollout.wire;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.BranchOrigin;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.Thinking;
import dev.millrace.rollout.trajectory.TokenizerRef;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.Turn;
import dev.millrace.rollout.trajectory.VersionSpan;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Makes any record of the project from a seed: every component random, every variant of a sealed
/// type reachable. Types whose components depend on each other are made by hand.
public final class RandomRecords {
  private static final String ALPHABET = "abc XYZ019 _-äß漢🙂\n\t\"\\{}<>|\u0000";

  private final SplittableRandom random;

  public RandomRecords(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public <T> T make(Class<T> type) {
    return type.cast(value(type));
  }

  private Object value(Class<?> type) {
    if (type == TaskId.class) {
      return new TaskId("family/" + name());
    }
    if (type == GroupId.class) {
      return new GroupId(name());
    }
    if (type == EpisodeId.class) {
      return new EpisodeId(name());
    }
    if (type == BranchId.class) {
      return new BranchId(name());
    }
    if (type == Episode.class) {
      GroupId group = make(GroupId.class);
      int member = random.nextInt(8);
      return new Episode(
          Episode.idOf(group, member),
          make(TaskRef.class),
          group,
          member,
          random.nextInt(3),
          random.nextLong(),
          name());
    }
    if (type == PolicyVersion.class) {
      return new PolicyVersion(name(), random.nextInt(1000));
    }
    if (type == VersionSpan.class) {
      int start = random.nextInt(100);
      return new VersionSpan(start, start + 1 + random.nextInt(50), make(PolicyVersion.class));
    }
    if (type == WorkspaceDelta.class) {
      byte[] archive = bytes();
      return new WorkspaceDelta(name(), archive.length, random.nextBoolean() ? archive : null);
    }
    if (type == Branch.class) {
      return branch();
    }
    return scalar(type);
  }

  private Object scalar(Class<?> type) {
    if (type == String.class) {
      return text();
    } else if (type == int.class || type == Integer.class) {
      return random.nextInt();
    } else if (type == long.class || type == Long.class) {
      return random.nextLong();
    } else if (type == double.class || type == Double.class) {
      return random.nextDouble(-10, 10);
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == Duration.class) {
      return Duration.ofNanos(random.nextLong(1L << 50));
    } else if (type == Instant.class) {
      return Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
    } else if (type == byte[].class) {
      return bytes();
    } else if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    } else if (type.isSealed()) {
      Class<?>[] permitted = type.getPermittedSubclasses();
      return value(permitted[random.nextInt(permitted.length)]);
    }
    return record(type);
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    Class<?>[] parameters = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      parameters[i] = components[i].getType();
      arguments[i] = component(components[i].getAnnotatedType());
    }
    try {
      var constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot make a random " + type, e);
    }
  }

  private @Nullable Object component(AnnotatedType type) {
    if (type.isAnnotationPresent(Nullable.class) && random.nextInt(3) == 0) {
      return null;
    }
    if (type instanceof AnnotatedParameterizedType generic) {
      AnnotatedType[] of = generic.getAnnotatedActualTypeArguments();
      Class<?> raw = (Class<?>) ((ParameterizedType) type.getType()).getRawType();
      int size = random.nextInt(4);
      if (Map.class.isAssignableFrom(raw)) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
          map.put(name() + i, component(of[1]));
        }
        return map;
      }
      List<@Nullable Object> list = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        list.add(component(of[0]));
      }
      return list;
    }
    return value((Class<?>) type.getType());
  }

  private Branch branch() {
    int n = random.nextInt(40);
    int[] ids = new int[n];
    boolean[] sampled = new boolean[n];
    byte[] reasons = new byte[n];
    float[] logprobs = new float[n];
    for (int i = 0; i < n; i++) {
      ids[i] = random.nextInt(200_000);
      sampled[i] = random.nextBoolean();
      reasons[i] = sampled[i] ? MaskReason.TRAINED.code() : MaskReason.TOOL.code();
      logprobs[i] = sampled[i] && random.nextInt(9) > 0 ? (float) -random.nextDouble(9) : Float.NaN;
    }
    Tokens tokens = new Tokens(ids, sampled, reasons, random.nextBoolean() ? logprobs : null);
    int middle = n / 2;
    return new Branch(
        make(BranchId.class),
        random.nextBoolean() ? make(BranchId.class) : null,
        make(BranchOrigin.class),
        tokens,
        List.of(
            new Turn(0, middle, Turn.Role.CONTEXT, null, null),
            new Turn(middle, n, Turn.Role.ASSISTANT, random.nextInt(9), make(Thinking.class))),
        List.of(make(VersionSpan.class)),
        make(TokenizerRef.class));
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(64)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String name() {
    return Long.toString(random.nextLong(1L << 40), 36);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int[] letters = ALPHABET.codePoints().toArray();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }
}
