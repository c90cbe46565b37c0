package dev.millrace.rewards.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.FunctionCalls;
import dev.millrace.rollout.task.calls.CallSpec;
import dev.millrace.rollout.task.calls.CallSpec.Demand;
import dev.millrace.rollout.task.calls.CallSpec.Expected;
import dev.millrace.rollout.task.calls.CallSpec.Parameter;
import dev.millrace.rollout.task.calls.CallSpec.ParameterType;
import dev.millrace.rollout.task.calls.CallSpec.ParameterType.Plain;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallVerifierTest {
  private static final CallSpec.Function BOOK =
      new CallSpec.Function(
          "travel.book",
          List.of(
              new Parameter("city", Plain.STRING),
              new Parameter("nights", Plain.INTEGER),
              new Parameter("price", Plain.FLOAT),
              new Parameter("breakfast", Plain.BOOLEAN),
              new Parameter(
                  "tags", new ParameterType.Array(Plain.STRING, ParameterType.Form.ARRAY)),
              new Parameter(
                  "span", new ParameterType.Array(Plain.INTEGER, ParameterType.Form.TUPLE)),
              new Parameter("guest", Plain.DICT),
              new Parameter(
                  "rooms", new ParameterType.Array(Plain.DICT, ParameterType.Form.ARRAY))),
          List.of("city", "nights"));
  private static final Expected PARIS =
      new Expected(
          "travel.book",
          Map.of(
              "city", List.of("\"Paris, France\"", "\"Paris\""),
              "nights", List.of("2"),
              "price", List.of("80.0", "\"\""),
              "breakfast", List.of("true", "\"\""),
              "tags", List.of("[\"Quiet\", \"old town\"]", "\"\""),
              "span", List.of("[1, 3]", "\"\""),
              "guest", List.of("{\"name\": [\"Ada\"], \"age\": [36, \"\"]}", "\"\""),
              "rooms", List.of("[{\"beds\": [2]}, {\"beds\": [1, 2]}]", "\"\"")));
  private static final CallSpec ONE = new CallSpec(List.of(BOOK), new Demand.These(List.of(PARIS)));

  private static Verdict.Judged judged(CallSpec spec, Submission submission) {
    return assertInstanceOf(
        Verdict.Judged.class,
        new CallVerifier().verify(TestTasks.judgedBy(new FunctionCalls(spec)), submission));
  }

  private static double correctness(CallSpec spec, String answer) {
    return judged(spec, Submission.answered(answer)).correctness();
  }

  private static Submission called(ToolCall... calls) {
    return new Submission(null, "done", List.of(calls), List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "travel.book(city='Paris', nights=2)",
        "[travel.book(city='paris france', nights=2)]",
        "travel_book(city='PARIS', nights=2)",
        "travel.book(nights=2, city=\"Paris\")",
        "travel.book(city='Paris', nights=2, price=80)",
        "travel.book(city='Paris', nights=2, price=80.0)",
        "travel.book(city='Paris', nights=2, breakfast=True)",
        "travel.book(city='Paris', nights=2, tags=['quiet', 'Old-Town'])",
        "travel.book(city='Paris', nights=2, span=(1, 3))",
        "travel.book(city='Paris', nights=2, span=[1, 3])",
        "travel.book(city='Paris', nights=2, guest={'name': 'ada'})",
        "travel.book(city='Paris', nights=2, guest={'age': 36, 'name': 'Ada'})",
        "travel.book(city='Paris', nights=2, rooms=[{'beds': 2}, {'beds': 1}])",
        "travel.book(city='Paris', nights=1 + 1)",
        "```python\ntravel.book(city='Paris', nights=2)\n```",
        "'travel.book(city=\"Paris\", nights=2)'",
        "{\"name\": \"travel_book\", \"arguments\": {\"city\": \"Paris\", \"nights\": 2}}",
        "[{\"travel.book\": {\"city\": \"Paris\", \"nights\": 2}}]",
        "[{\"type\": \"function\", \"function\": {\"name\": \"travel_book\","
            + " \"arguments\": \"{\\\"city\\\": \\\"Paris\\\", \\\"nights\\\": 2}\"}}]"
      })
  void callThatIsAskedForIsRight(String answer) {
    assertEquals(1, correctness(ONE, answer), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "travel.book(city='Paris')",
        "travel.book(city='Paris', nights=3)",
        "travel.book(city='Paris', nights='2')",
        "travel.book(city='Paris', nights=2.5)",
        "travel.book(city='Paris', nights=True)",
        "travel.book(city='Lyon', nights=2)",
        "travel.book(city='', nights=2)",
        "travel.book('Paris', nights=2)",
        "travel.book(city='Paris', nights=2, price='80')",
        "travel.book(city='Paris', nights=2, price=80.5)",
        "travel.book(city='Paris', nights=2, breakfast=1)",
        "travel.book(city='Paris', nights=2, breakfast=False)",
        "travel.book(city='Paris', nights=2, tags=['old town', 'quiet'])",
        "travel.book(city='Paris', nights=2, tags=['quiet'])",
        "travel.book(city='Paris', nights=2, tags=('quiet', 'old town'))",
        "travel.book(city='Paris', nights=2, span=(3, 1))",
        "travel.book(city='Paris', nights=2, guest={'age': 36})",
        "travel.book(city='Paris', nights=2, guest={'name': 'Ada', 'mail': 'x'})",
        "travel.book(city='Paris', nights=2, guest={'name': 'Bob'})",
        "travel.book(city='Paris', nights=2, rooms=[{'beds': 1}, {'beds': 2}])",
        "travel.book(city='Paris', nights=2, rooms=[{'beds': 2}])",
        "travel.book(city='Paris', nights=2, pets=0)",
        "travelbook(city='Paris', nights=2)",
        "other.book(city='Paris', nights=2)",
        "[travel.book(city='Paris', nights=2), travel.book(city='Paris', nights=2)]",
        "[]",
        "I call travel.book(city='Paris', nights=2)",
        "travel.book(city='Paris', nights=2); travel.book(city='Lyon', nights=2)",
        "[{\"name\": \"travel_book\", \"arguments\": \"city=Paris\"}]"
      })
  void otherCallsAreWrong(String answer) {
    assertEquals(0, correctness(ONE, answer), answer);
  }

  @Test
  void toolCallsCountBeforeTheAnswer() {
    ToolCall right = new ToolCall("1", "travel_book", "{\"city\": \"Paris\", \"nights\": 2}");
    ToolCall wrong = new ToolCall("2", "travel_book", "{\"city\": \"Lyon\", \"nights\": 2}");
    ToolCall submit = new ToolCall("3", "submit", "{\"answer\": \"done\"}");
    assertEquals(1, judged(ONE, called(right, submit)).correctness());
    assertEquals(0, judged(ONE, called(wrong, submit)).correctness());
    assertEquals(0, judged(ONE, called(wrong, right, submit)).correctness());
    assertEquals(0, judged(ONE, called(submit)).correctness());
  }

  @Test
  void malformedArgumentsOfAToolCallAreWrongAndNoFailure() {
    Verdict.Judged judged = judged(ONE, called(new ToolCall("1", "travel_book", "{city: Paris")));
    assertEquals(0, judged.correctness());
    assertTrue(String.valueOf(judged.tests().getFirst().message()).contains("malformed"));
  }

  @Test
  void orderDoesNotCountAndEachCallNeedsOneOfItsOwn() {
    Expected lyon =
        new Expected("travel.book", Map.of("city", List.of("\"Lyon\""), "nights", List.of("1")));
    CallSpec both = new CallSpec(List.of(BOOK), new Demand.These(List.of(PARIS, lyon)));
    String toParis = "travel.book(city='Paris', nights=2)";
    String toLyon = "travel.book(city='Lyon', nights=1)";
    assertEquals(1, correctness(both, "[" + toParis + ", " + toLyon + "]"));
    assertEquals(1, correctness(both, toLyon + ", " + toParis));
    assertEquals(0, correctness(both, toLyon + ", " + toLyon));
    assertEquals(0, correctness(both, toLyon));
    assertEquals(0.5, judged(both, Submission.answered(toLyon)).metrics().get("calls_right"));
  }

  /// The first call fits both, the second only one: whoever takes the first that fits goes wrong.
  @Test
  void callsArePairedOffSoThatAllFit() {
    Expected either =
        new Expected(
            "travel.book",
            Map.of("city", List.of("\"Paris\"", "\"Lyon\""), "nights", List.of("1")));
    Expected paris =
        new Expected("travel.book", Map.of("city", List.of("\"Paris\""), "nights", List.of("1")));
    CallSpec both = new CallSpec(List.of(BOOK), new Demand.These(List.of(either, paris)));
    assertEquals(
        1,
        correctness(
            both, "travel.book(city='Paris', nights=1), travel.book(city='Lyon', nights=1)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "No function fits. | 1",
        "travel.book(city='Paris', nights=2) | 0",
        "other() | 0",
        "[] | 1",
        "The answer is 4 (four). | 1"
      })
  void whereNothingFitsNothingMayBeCalled(String answer, double correctness) {
    CallSpec nothing = new CallSpec(List.of(BOOK), new Demand.Nothing());
    assertEquals(correctness, correctness(nothing, answer), answer);
  }

  @Test
  void doingNothingIsWrongWhateverIsAskedFor() {
    for (Demand demand :
        List.of(new Demand.Nothing(), new Demand.Anything(), new Demand.These(List.of(PARIS)))) {
      assertEquals(
          0, judged(new CallSpec(List.of(BOOK), demand), Submission.NOTHING).correctness());
    }
    CallSpec anything = new CallSpec(List.of(BOOK), new Demand.Anything());
    assertEquals(1, correctness(anything, "travel.book(city='Lyon', nights=9)"));
    assertEquals(0, correctness(anything, "no"));
  }

  @Test
  void aWrongArgumentIsNamed() {
    Verdict.Judged judged = judged(ONE, Submission.answered("travel.book(city='Paris', nights=3)"));
    assertEquals(
        "travel.book: the argument nights is 3, which is none of the values allowed",
        judged.tests().getFirst().message());
  }

  @Test
  void brokenTaskIsAFailureAndNoReward() {
    Expected unknown = new Expected("other", Map.of());
    CallSpec spec = new CallSpec(List.of(BOOK), new Demand.These(List.of(unknown)));
    assertInstanceOf(
        Verdict.Errored.class,
        new CallVerifier()
            .verify(TestTasks.judgedBy(new FunctionCalls(spec)), Submission.answered("other()")));
    assertInstanceOf(
        Verdict.Errored.class,
        new CallVerifier()
            .verify(
                TestTasks.judgedBy(new ExpectedAnswer("1", ExpectedAnswer.Kind.NUMBER, 0)),
                Submission.answered("1")));
  }
}
