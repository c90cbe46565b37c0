package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Prints constraints of random tools, with texts that each allows and some that it does not, for
/// another reader to check: a JSON object a line.
final class ConstraintTexts {
  private static final int SCHEMAS = 12;
  private static final int SCHEMAS_OF_A_DEMAND = 3;
  private static final int TEXTS = 4;

  /// All there are.
  static final List<Demand> DEMANDS =
      List.of(
          Demand.NONE, new Demand(true, false), new Demand(false, true), new Demand(true, true));

  private ConstraintTexts() {}

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (MarkupFamily family : MarkupFamily.values()) {
      for (Demand demand : DEMANDS) {
        int schemas = demand.equals(Demand.NONE) ? SCHEMAS : SCHEMAS_OF_A_DEMAND;
        for (int seed = 0; family.isConstrainable() && seed < schemas; seed++) {
          out.println(line(family, demand, new Random(seed)));
        }
      }
    }
  }

  private static ObjectNode line(MarkupFamily family, Demand demand, Random random) {
    List<ToolSpec> tools = new SchemaSource(random).tools();
    ToolConstraint constraint = family.constraint(tools, demand).orElseThrow();
    GrammarTurns turns = new GrammarTurns(family, demand, constraint.gbnf(), random);
    ObjectNode line =
        Turns.JSON
            .createObjectNode()
            .put("family", family.name())
            .put("at_least_one", demand.atLeastOne())
            .put("single", demand.single())
            .put("structural_tag", constraint.structuralTagJson())
            .put("gbnf", constraint.gbnf());
    ArrayNode texts = line.putArray("texts");
    for (int i = 0; i < TEXTS; i++) {
      texts.add(turns.next());
    }
    ArrayNode refused = line.putArray("refused");
    turns.refused().forEach(refused::add);
    return line;
  }
}
