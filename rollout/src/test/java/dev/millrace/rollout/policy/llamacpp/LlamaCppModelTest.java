package dev.millrace.rollout.policy.llamacpp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.sim.Nowhere;
import dev.millrace.rollout.token.Tokenizer;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LlamaCppModelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private FakeLlamaCpp server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeLlamaCpp();
  }

  @AfterEach
  void stop() {
    server.close();
    client.shutdownNow();
  }

  private LlamaCppModel connect(Duration patience) {
    return LlamaCppModel.connect(client, server.url(), patience, Map.of());
  }

  private Tokenizer tokenizer() {
    return connect(PATIENCE).tokenizer();
  }

  private static String failureOf(Runnable call) {
    Failure failure = assertThrows(FailureException.class, call::run).failure();
    return assertInstanceOf(Failure.Engine.class, failure).detail();
  }

  @Test
  void modelTellsItsTemplateAndTokens() {
    LlamaCppModel model = connect(PATIENCE);

    assertEquals("fake", model.name());
    assertEquals("{{ bos_token }}x", model.chatTemplate());
    assertEquals(Map.of("eos_token", "<eos>"), model.specialTokens());
  }

  @Test
  void idsAreTheServersOwn() {
    assertArrayEquals(new int[] {104, 105, 256, 10}, tokenizer().encode("hi<eos>\n"));
  }

  @Test
  void idsDecodeToTheirTextSpecialTokensIncluded() {
    Tokenizer tokenizer = tokenizer();
    String text = "é 👩‍💻<eos>\t𓀀\r\n";

    assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
  }

  @Test
  void idsThatEndInsideACharacterDecodeToAReplacement() {
    byte[] glyph = "𓀀".getBytes(StandardCharsets.UTF_8);

    assertEquals("a\ufffd", tokenizer().decode(new int[] {'a', glyph[0] & 0xff, glyph[1] & 0xff}));
  }

  @Test
  void halfASurrogatePairBecomesAQuestionMark() {
    assertArrayEquals(new int[] {'a', '?'}, tokenizer().encode("a\ud800"));
  }

  @Test
  void nothingIsAskedForNothing() {
    Tokenizer tokenizer = tokenizer();
    int before = server.asked.size();

    assertEquals("", tokenizer.decode(tokenizer.encode("")));
    assertEquals(before, server.asked.size());
  }

  @Test
  void sameQuestionIsAskedOnce() {
    Tokenizer tokenizer = tokenizer();
    int before = server.asked.size();
    for (int i = 0; i < 3; i++) {
      assertEquals("again", tokenizer.decode(tokenizer.encode("again")));
    }

    assertEquals(before + 2, server.asked.size());
  }

  @Test
  void callersOwnTheirIds() {
    Tokenizer tokenizer = tokenizer();
    tokenizer.encode("ab")[0] = 'x';
    int[] ids = {'c', 'd'};
    tokenizer.decode(ids);
    ids[0] = 'x';

    assertArrayEquals(new int[] {'a', 'b'}, tokenizer.encode("ab"));
    assertEquals("xd", tokenizer.decode(ids));
  }

  @Test
  void digestIsOfTheVocabulary() {
    String digest = tokenizer().digest();
    assertEquals(64, digest.length());
    assertEquals(digest, tokenizer().digest());

    server.plan("/v1/models", "200 {\"data\":[{\"meta\":{\"n_vocab\":255}}]}");
    assertNotEquals(digest, tokenizer().digest());
  }

  @Test
  void vocabularyThatChangesTextsIsRefused() {
    server.plan("/detokenize", "200 {\"content\":\" The 12345\"}");

    assertTrue(failureOf(this::tokenizer).contains("policy.tokenizer"));
  }

  @Test
  void serverThatIsStillLoadingIsAFailureOfTheEngine() {
    server.plan("/props", "503 {\"error\":{\"message\":\"Loading model\"}}");

    String detail = failureOf(this::tokenizer);
    assertTrue(detail.contains("503") && detail.contains("Loading model"), detail);
    assertTrue(detail.contains(server.url().toString()), detail);
  }

  @Test
  void serverWithoutATemplateSaysHowToGiveOne() {
    server.plan("/props", "200 {\"default_generation_settings\":{\"n_ctx\":5}}");

    assertTrue(failureOf(this::tokenizer).contains("--chat-template-file"));
  }

  @Test
  void answersOfAnotherServerAreRefused() {
    Tokenizer tokenizer = tokenizer();
    for (String answer : List.of("200 {}", "200 {\"tokens\":[\"a\"]}", "200 <html>")) {
      server.plan("/tokenize", answer);
      assertTrue(failureOf(() -> tokenizer.encode(answer)).contains("/tokenize"));
    }
    server.plan("/detokenize", "200 {\"content\":7}");
    assertTrue(failureOf(() -> tokenizer.decode(new int[] {1})).contains("/detokenize"));
    server.plan("/props", "200 {}");
    assertTrue(failureOf(this::tokenizer).contains("n_ctx"));
  }

  @Test
  void serverThatHidesTheSizeOfItsVocabularyIsRefused() {
    server.plan("/v1/models", "200 {\"data\":[]}");

    assertTrue(failureOf(this::tokenizer).contains("n_vocab"));
  }

  @Test
  void failuresAreNotKept() {
    Tokenizer tokenizer = tokenizer();
    server.plan("/tokenize", "500 oops");
    failureOf(() -> tokenizer.encode("later"));
    server.plan("/tokenize", "truth");

    assertEquals(5, tokenizer.encode("later").length);
  }

  @Test
  void silentServerIsWaitedForAsLongAsAllowed() {
    server.plan("/props", "silence");

    assertTrue(failureOf(() -> connect(Duration.ofMillis(50))).contains("within PT0.05S"));
  }

  @Test
  void answerThatStopsHalfwayIsWaitedForAsLongAsAllowed() {
    server.plan("/props", "half");

    assertTrue(failureOf(() -> connect(Duration.ofMillis(500))).contains("within PT0.5S"));
  }

  @Test
  void interruptEndsTheWait() {
    server.plan("/props", "silence");
    Thread.currentThread().interrupt();

    assertTrue(failureOf(this::tokenizer).contains("interrupted"));
    assertTrue(Thread.interrupted());
  }

  @Test
  void missingServerIsAFailureOfTheEngine() throws IOException {
    try (Nowhere nowhere = Nowhere.find()) {
      URI gone = nowhere.url();
      String detail = failureOf(() -> LlamaCppModel.connect(client, gone, PATIENCE, Map.of()));
      assertTrue(detail.contains("cannot be reached"), detail);
    }
  }

  @Test
  void headersAreSentWithEachRequest() {
    LlamaCppModel.connect(client, server.url(), PATIENCE, Map.of("Authorization", "Bearer k"));

    assertEquals(server.asked.size(), server.keys.size());
    assertTrue(server.keys.stream().allMatch("Bearer k"::equals), server.keys::toString);
  }

  @Test
  void whatWasAskedLongestAgoIsForgottenFirst() {
    int[] made = {0};
    Recent<String, Integer> recent = new Recent<>(5, String::length);
    for (String question : List.of("aa", "bb", "aa", "cc", "aa", "bb", "toolong", "toolong")) {
      recent.get(question, _ -> ++made[0]);
    }

    // aa, bb, cc (for which bb goes), bb again, and toolong twice.
    assertEquals(6, made[0]);
  }
}
