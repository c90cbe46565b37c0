package dev.millrace.rollout.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/// A JSON Schema (draft 2020-12). It is taken as it stands; a reference to another document is
/// never fetched. Patterns match in linear time where RE2 can express them. Any thread may use it.
public final class Schema {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          builder ->
              builder.schemaLoaders(
                  loaders ->
                      loaders.add(
                          iri -> {
                            throw new IllegalArgumentException("schemas are not fetched: " + iri);
                          })));
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder()
          .locale(Locale.ROOT)
          .regularExpressionFactory(SchemaPatterns::of)
          .build();

  /// What a schema itself has to fit; it comes with the library.
  private static final Schema META =
      new Schema(
          JsonSchemaFactory.getInstance(VersionFlag.V202012)
              .getSchema(SchemaLocation.of(SchemaId.V202012), CONFIG));

  private final JsonSchema schema;

  private Schema(JsonSchema schema) {
    this.schema = schema;
  }

  /// @throws IllegalArgumentException when the text is no JSON Schema; the message says why
  public static Schema of(String json) {
    try {
      JsonNode node = read(json);
      if (!node.isObject() && !node.isBoolean()) {
        throw new IllegalArgumentException("a schema is an object, not " + node.getNodeType());
      }
      JsonSchema schema = FACTORY.getSchema(node, CONFIG);
      schema.initializeValidators();
      return new Schema(schema);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    } catch (JsonSchemaException e) {
      throw new IllegalArgumentException("no JSON Schema: " + e.getMessage(), e);
    }
  }

  /// As [#of], and what its keywords hold is what draft 2020-12 says they may: where `{"type": 3}`
  /// would otherwise fit everything.
  ///
  /// @throws IllegalArgumentException when the text is no JSON Schema; the message says why
  public static Schema strict(String json) {
    Schema schema = of(json);
    List<String> violations = META.violations(json);
    if (!violations.isEmpty()) {
      throw new IllegalArgumentException("no JSON Schema: " + String.join("; ", violations));
    }
    return schema;
  }

  /// What is wrong with a document, in a fixed order; empty when it fits. Text that is no single
  /// JSON document, names one key twice, holds a number beyond the range of doubles or is nested
  /// too deeply for a schema that refers to itself, is a violation.
  public List<String> violations(String json) {
    try {
      JsonNode document = read(json);
      if (!isFinite(document)) {
        return List.of("a number is too large");
      }
      return schema.validate(document).stream()
          .map(ValidationMessage::getMessage)
          .sorted()
          .distinct()
          .toList();
    } catch (JsonProcessingException e) {
      return List.of("not JSON: " + e.getOriginalMessage());
    } catch (StackOverflowError _) {
      // The reader takes a thousand levels; the validator needs more of the stack for each.
      return List.of("it is nested too deeply");
    } catch (JsonSchemaException e) {
      throw new IllegalArgumentException("no JSON Schema: " + e.getMessage(), e);
    }
  }

  private static boolean isFinite(JsonNode node) {
    if (node.isContainerNode()) {
      return StreamSupport.stream(node.spliterator(), false).allMatch(Schema::isFinite);
    }
    return !node.isFloatingPointNumber() || Double.isFinite(node.doubleValue());
  }

  private static JsonNode read(String json) throws JsonProcessingException {
    return JSON.readTree(json);
  }
}
