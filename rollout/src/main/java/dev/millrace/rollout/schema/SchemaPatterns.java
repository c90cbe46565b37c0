package dev.millrace.rollout.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.JDKRegularExpressionFactory;
import com.networknt.schema.regex.RegularExpression;
import dev.millrace.rollout.pattern.LinearPatterns;

/// Patterns of a schema. What is matched may come from an agent, so RE2 matches it where it can;
/// only patterns that RE2 lacks (look-around, back references) are left to the JDK.
final class SchemaPatterns {
  private SchemaPatterns() {}

  static RegularExpression of(String regex) {
    try {
      Pattern pattern = LinearPatterns.compile(regex, Pattern::compile);
      return text -> pattern.matcher(text).find();
    } catch (PatternSyntaxException _) {
      return JDKRegularExpressionFactory.getInstance().getRegularExpression(regex);
    }
  }
}
