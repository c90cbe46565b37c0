package dev.millrace.rollout.template;

import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A compiled chat template: Jinja as Hugging Face's `apply_chat_template` sets it up, that is with
/// `trim_blocks`, `lstrip_blocks`, loop controls, `tojson` like `json.dumps(ensure_ascii=False)`,
/// `raise_exception`, `strftime_now`, and `{% generation %}` blocks, in an immutable sandbox.
/// Immutable; any thread may render it.
///
/// Values are `String`, `Boolean`, `Number`, null, and lists and maps of these; they are not
/// changed. Rendering cannot reach the JVM, and is bounded in output, rounds and nesting.
public final class Template {
  private final Compiler.Program program;

  private Template(Compiler.Program program) {
    this.program = program;
  }

  /// @throws TemplateException when the source cannot be read
  public static Template compile(String source) {
    return new Template(Compiler.compile(Parser.parse(source)));
  }

  /// Renders at the system's time, in UTC.
  ///
  /// @throws TemplateException when the template refuses the variables, uses what is not there, or
  ///     goes over its bounds
  public String render(Map<String, ? extends @Nullable Object> variables) {
    return rendering(variables).text();
  }

  /// The same with the places of what a model is to write.
  public Rendering rendering(Map<String, ? extends @Nullable Object> variables) {
    return rendering(variables, InstantSource.system(), ZoneOffset.UTC);
  }

  /// The same with another time for `strftime_now`.
  public Rendering rendering(
      Map<String, ? extends @Nullable Object> variables, InstantSource clock, ZoneId zone) {
    Run run = new Run(clock, zone);
    program.run(run, variables);
    return run.rendering();
  }
}
