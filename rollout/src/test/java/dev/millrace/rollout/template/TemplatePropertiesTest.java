package dev.millrace.rollout.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TemplatePropertiesTest {
  private static final List<String> PIECES =
      List.of(
          "{{", "}}", "{%", "%}", "{#", "#}", "-", "if", "endif", "for", "in", "x", "'", "|", "(",
          ")", "[", "]", "{", "}", ".", " ", "\n", "1", "set", "=", "else", "tojson", "is", "not");

  @Property(seed = "1", tries = 2000)
  void anySourceCompilesOrFailsTyped(@ForAll("sources") String source) {
    try {
      Template.compile(source).render(Map.of("x", List.of("a")));
    } catch (TemplateException e) {
      assertEquals(true, e.line() >= 1 && e.column() >= 1);
    }
  }

  @Property(seed = "2", tries = 500)
  void contentIsNeverInterpreted(@ForAll("sources") String content) {
    assertEquals("<" + content + ">", Template.compile("<{{ x }}>").render(Map.of("x", content)));
  }

  @Property(seed = "3", tries = 500)
  void toJsonReadsBackAsTheSame(@ForAll String text) throws JsonProcessingException {
    String json = Template.compile("{{ x | tojson }}").render(Map.of("x", Map.of("k", text)));
    assertEquals(text, new ObjectMapper().readTree(json).get("k").asText());
  }

  @Provide
  Arbitrary<String> sources() {
    return Arbitraries.of(PIECES).list().ofMaxSize(25).map(parts -> String.join("", parts));
  }
}
