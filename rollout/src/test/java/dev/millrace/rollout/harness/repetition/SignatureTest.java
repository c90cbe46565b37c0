package dev.millrace.rollout.harness.repetition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ls  -l | ls -l",
        "cat /tmp/tmpab12cd34/out | cat /tmp/tmpzz98yx77/out",
        "in /tmp/pytest-of-root/pytest-3/x | in /tmp/pytest-of-root/pytest-4/x",
        "/tmp/build.Xy12Zz34Ab | /tmp/build.Ab99Cd88Ef",
      })
  void whatAProgramDrewIsNoDifference(String a, String b) {
    assertEquals(Signature.exact(a), Signature.exact(b));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-02T03:04:05.678Z up | 2026-01-02 13:14:15 up",
        "done in 0.12s | done in 31.5s",
        "took 12 ms | took 9 ms",
        "<f at 0x7f00deadbeef> | <f at 0x7f00deadbe00>",
      })
  void timesAreNoDifferenceInAResult(String a, String b) {
    assertNotEquals(Signature.exact(a), Signature.exact(b));
    assertEquals(Signature.stable(a), Signature.stable(b));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sleep 5 | sleep 10",
        "line 12, column 4 | line 9, column 31",
        "pid 4711 | pid 4712",
        "on 2026-01-02 | on 2026-02-03",
        "id 123e4567-e89b-12d3-a456-426614174000 | id 00000000-e89b-12d3-a456-426614174000",
        "python /tmp/one.py | python /tmp/two.py",
        "1,234.5 bytes | 7 bytes",
      })
  void numbersAreADifferenceUntilLookedAtLoosely(String a, String b) {
    assertNotEquals(Signature.stable(a), Signature.stable(b));
    assertEquals(Signature.loose(a), Signature.loose(b));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"cat a.py | cat b.py", "passed | failed", "/srv/a | /srv/b", "x=a1 | y=a1"})
  void wordsAreADifferenceAlways(String a, String b) {
    assertNotEquals(Signature.loose(a), Signature.loose(b));
  }

  @Test
  void argumentsAreTheSameInAnyOrder() {
    assertEquals(
        Signature.arguments("{\"b\": 1,\n \"a\": {\"d\": 2, \"c\": 3}}"),
        Signature.arguments("{\"a\":{\"c\":3,\"d\":2},\"b\":1}"));
    assertEquals("{not json", Signature.arguments("{not json"));
  }

  @Test
  void aLongTextIsDifferentByItsMiddle() {
    String a = "x".repeat(50_000) + "a" + "x".repeat(50_000);
    String b = "x".repeat(50_000) + "b" + "x".repeat(50_000);
    assertNotEquals(Signature.loose(a), Signature.loose(b));
    assertEquals(Signature.loose(a), Signature.loose(a));
  }

  @Test
  void hostileTextTakesLinearTime() {
    for (String part : new String[] {"0", "a-", "/tmp/a", "0:00:", "0.", " ", "0123456789ab"}) {
      String text = part.repeat(65_000 / part.length());
      assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Signature.loose(text), part);
    }
  }
}
