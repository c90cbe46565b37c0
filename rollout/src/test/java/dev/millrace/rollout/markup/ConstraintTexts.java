package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Prints constraints of random tools, with texts that each allows and one that it does not, for
/// another reader to check: a JSON object a line.
final class ConstraintTexts {
  private static final int SCHEMAS = 12;
  private static final int TEXTS = 4;

  private ConstraintTexts() {}

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (MarkupFamily family : MarkupFamily.values()) {
      for (int seed = 0; family.isConstrainable() && seed < SCHEMAS; seed++) {
        out.println(line(family, new Random(seed)));
      }
    }
  }

  private static ObjectNode line(MarkupFamily family, Random random) {
    List<ToolSpec> tools = new SchemaSource(random).tools();
    ToolConstraint constraint = family.constraint(tools).orElseThrow();
    GrammarTurns turns = new GrammarTurns(family, constraint.gbnf(), random);
    ObjectNode line =
        Turns.JSON
            .createObjectNode()
            .put("family", family.name())
            .put("structural_tag", constraint.structuralTagJson())
            .put("gbnf", constraint.gbnf())
            .put("cut", turns.cut());
    ArrayNode texts = line.putArray("texts");
    for (int i = 0; i < TEXTS; i++) {
      texts.add(turns.next());
    }
    return line;
  }
}
