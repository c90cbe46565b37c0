package dev.millrace.rollout.sandbox.tar;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The records `LENGTH KEY=VALUE\n` that a member has before it in the POSIX format.
final class PaxRecords {
  private static final String OFFSET = "GNU.sparse.offset";
  private static final String STORED = "GNU.sparse.numbytes";
  static final String MAP = "GNU.sparse.map";
  // An exponent would make a short text a long number.
  private static final Pattern SECONDS = Pattern.compile("-?[0-9]{1,18}([.][0-9]*)?");

  private final Map<String, byte[]> values = new HashMap<>();

  static PaxRecords parse(byte[] data) throws MalformedTarException {
    var records = new PaxRecords();
    var map = new StringJoiner(",");
    int at = 0;
    while (at < data.length) {
      int space = indexOf(data, ' ', at, data.length);
      int length = space - at > 9 || space < 0 ? 0 : (int) decimal(data, at, space);
      int end = at + length;
      int equals = indexOf(data, '=', Math.max(space, 0), Math.min(end, data.length));
      if (length < 1 || end > data.length || equals < 0 || data[end - 1] != '\n') {
        throw new MalformedTarException("a PAX record at byte " + at + " of its header is broken");
      }
      String key = new String(data, space + 1, equals - space - 1, StandardCharsets.UTF_8);
      byte[] value = Arrays.copyOfRange(data, equals + 1, end - 1);
      if (key.equals(OFFSET) || key.equals(STORED)) {
        // The only keys that stand more than once, always in turn.
        map.add(new String(value, StandardCharsets.UTF_8));
      }
      records.values.put(key, value);
      at = end;
    }
    if (map.length() > 0) {
      records.values.put(MAP, map.toString().getBytes(StandardCharsets.UTF_8));
    }
    return records;
  }

  /// An empty value means that the header's own field stands.
  @Nullable TarText text(String key) {
    byte[] value = values.get(key);
    return value == null || value.length == 0 ? null : TarText.of(value);
  }

  @Nullable Long number(String key) throws MalformedTarException {
    byte[] value = values.get(key);
    return value == null || value.length == 0 ? null : decimal(value, 0, value.length);
  }

  /// Seconds with a fraction, which may be negative.
  @Nullable FileTime time(String key) throws MalformedTarException {
    TarText value = text(key);
    if (value == null) {
      return null;
    }
    if (!SECONDS.matcher(value.text()).matches()) {
      throw new MalformedTarException("a PAX record has the time '" + value.text() + "'");
    }
    var seconds = new BigDecimal(value.text());
    long whole = seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
    long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
    long farthest = Instant.MAX.getEpochSecond();
    return FileTime.from(Instant.ofEpochSecond(Math.clamp(whole, -farthest, farthest), nanos));
  }

  static long decimal(byte[] data, int from, int to) throws MalformedTarException {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = data[i] - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        String text = new String(data, from, Math.min(to - from, 40), StandardCharsets.UTF_8);
        throw new MalformedTarException("expected a decimal number, found '" + text + "'");
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static int indexOf(byte[] data, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (data[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
