package dev.millrace.rewards.state;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rollout.task.Verification.StateCheck.Assertion;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.io.IOException;
import java.util.List;

/// The assertions on a state, one test each. An assertion that is malformed is an
/// [IllegalArgumentException].
record Assertions(List<Assertion> all) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// @param content what should be a JSON document
  /// @param file its name, for people
  List<TestResult> tests(byte[] content, String file) {
    JsonNode state;
    try {
      state = MAPPER.readTree(content);
    } catch (JsonProcessingException e) {
      return failed(file + " is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      return failed(file + " is not JSON: " + e.getMessage());
    }
    return state.isMissingNode()
        ? failed(file + " is empty")
        : all.stream().map(assertion -> test(assertion, state)).toList();
  }

  List<TestResult> failed(String message) {
    return all.stream()
        .map(assertion -> new TestResult(assertion.name(), Status.FAILED, message))
        .toList();
  }

  private static TestResult test(Assertion assertion, JsonNode state) {
    JsonNode expected = parse(assertion);
    JsonNode actual = state.at(JsonPointer.compile(assertion.pointer()));
    return JsonValues.areEqual(actual, expected)
        ? new TestResult(assertion.name(), Status.PASSED, null)
        : new TestResult(
            assertion.name(),
            Status.FAILED,
            assertion.pointer() + " is " + shown(actual) + ", expected " + shown(expected));
  }

  private static JsonNode parse(Assertion assertion) {
    try {
      return MAPPER.readTree(assertion.expectedJson());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "\"" + assertion.name() + "\" expects no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String shown(JsonNode value) {
    String text = value.isMissingNode() ? "absent" : value.toString();
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
