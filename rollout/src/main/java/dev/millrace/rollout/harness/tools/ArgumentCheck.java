package dev.millrace.rollout.harness.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Locale;

/// Holds a call's arguments against the tool's JSON Schema (draft 2020-12). Schemas are taken as
/// they
/// stand; a reference to another document is never fetched.
final class ArgumentCheck {
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
      SchemaValidatorsConfig.builder().locale(Locale.ROOT).build();

  private final JsonSchema schema;

  /// @throws RuntimeException when the schema is none
  ArgumentCheck(String schemaJson) {
    schema = FACTORY.getSchema(schemaJson, CONFIG);
    schema.initializeValidators();
  }

  /// What is wrong with the arguments, in a fixed order; empty when they fit.
  List<String> violations(JsonNode arguments) {
    return schema.validate(arguments).stream()
        .map(ValidationMessage::getMessage)
        .sorted()
        .distinct()
        .toList();
  }
}
