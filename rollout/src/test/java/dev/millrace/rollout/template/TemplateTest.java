package dev.millrace.rollout.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final Map<String, Object> VARIABLES =
      Map.of(
          "name",
          "Ada",
          "empty",
          "",
          "n",
          3L,
          "items",
          List.of("a", "b", "c"),
          "message",
          Map.of("role", "user", "content", " hi "),
          "pairs",
          List.of(List.of("x", 1L), List.of("y", 2L)));

  private static String render(String source) {
    return Template.compile(source).render(VARIABLES);
  }

  private static TemplateException failure(String source) {
    return assertThrows(TemplateException.class, () -> render(source));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{{ name }}~Ada",
        "{{ n + 2 }}~5",
        "{{ n - 5 }}~-2",
        "{{ -n }}~-3",
        "{{ 1.5 + 1 }}~2.5",
        "{{ message.role }}~user",
        "{{ message['role'] }}~user",
        "{{ items[0] + items[-1] }}~ac",
        "{{ items | length }}~3",
        "{{ message.content | trim }}~hi",
        "{{ 'a' 'b' }}~ab",
        "{{ 'b' in items and 'z' not in items }}~True",
        "{{ not name or n >= 3 }}~True",
        "{{ n == 3.0 }}~True",
        "{{ 'yes' if n > 2 else 'no' }}~yes",
        "{{ nothing is defined }}~False",
        "{{ message.x is defined }}~False",
        "{{ none is none }}~True",
        "{{ name is string and message is mapping }}~True",
        "{{ name is not none }}~True",
        "{{ nothing | default('d') }}~d",
        "{% for i in items %}{{ loop.index0 }}{{ i }}{% if not loop.last %},{% endif %}{% endfor"
            + " %}~0a,1b,2c",
        "{% for k, v in pairs %}{{ k }}{{ v }}{% endfor %}~x1y2",
        "{% for i in [] %}x{% else %}none{% endfor %}~none",
        "{% if empty %}1{% elif n == 3 %}2{% else %}3{% endif %}~2",
        "{% set m = 'x' %}{{ m }}~x",
        "{% set m = 1 %}{% for i in items %}{% set m = 2 %}{% endfor %}{{ m }}~1",
        "a {#- gone -#} b~ab",
      })
  void expressionsAndStatementsRenderAsJinjaDoes(String source, String expected) {
    assertEquals(expected, render(source));
  }

  @Test
  void concatenationTurnsValuesIntoText() {
    assertEquals("Ada-3-True-None", render("{{ name ~ '-' ~ n ~ '-' ~ true ~ '-' ~ none }}"));
  }

  @Test
  void blocksLeaveNoLinesBehind() {
    assertEquals(
        "one\n  two\nthree",
        render("{% if n %}\none\n  {% if n %}\n  two\n  {% endif %}\n{% endif %}\nthree\n"));
  }

  @Test
  void outputKeepsItsLineAndIndentation() {
    assertEquals("  Ada\nx", render("  {{ name }}\nx"));
  }

  @Test
  void minusTakesAllWhiteSpaceAndPlusKeepsIt() {
    assertEquals("aAdab  c", render("a \n {{- name -}} \n b  {%+ if n +%}c{% endif %}"));
  }

  @Test
  void bracesInStringsAndMappingsDoNotCloseTheTag() {
    assertEquals("}} {\"a\": {\"b\": 1}}", render("{{ '}}' }} {{ {'a': {'b': 1}} | tojson }}"));
  }

  @Test
  void toJsonWritesAsPythonDoes() {
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    value.put("z", Arrays.asList(1L, 1.0, null, true, "é\n\"\u0001</tool_call>"));
    value.put("a", Map.of());
    value.put("small", 1.0E-5);
    value.put("large", 1.5E22);
    value.put("list", List.of());
    assertEquals(
        "{\"z\": [1, 1.0, null, true, \"é\\n\\\"\\u0001</tool_call>\"], \"a\": {}, "
            + "\"small\": 1e-05, \"large\": 1.5e+22, \"list\": []}",
        Template.compile("{{ v | tojson }}").render(Map.of("v", value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "x{{ nothing.more }}~1~12~\"nothing\" is undefined",
        "{{ message.absent.more }}~1~18~\"absent\" of a mapping is undefined",
        "{{ raise_exception('no ' + name) }}~1~19~the template refused: no Ada",
        "{% if n %}~1~11~the template ends",
        "{{ 'open }}~1~4~never closed with '",
        "{{ name~1~3~never closed with }}",
        "{# open~1~1~never closed with #}",
        "{% import x %}~1~4~no statement known",
        "{{ name | shout }}~1~11~no filter \"shout\"",
        "{{ name is shiny }}~1~12~no test \"shiny\"",
        "{{ name + n }}~1~9~does not go with a string and a number",
        "{{ (1 }}~1~3~never closed",
        "{{ 1 2 }}~1~6~expected }}",
        "{{ 9 ** 99999999 }}~1~6~more than 20000 bits",
        "{{ $ }}~1~4~does not belong",
      })
  void errorsSayWhereAndWhat(String source, int line, int column, String message) {
    TemplateException failure = failure(source);
    assertEquals(
        line + ":" + column + " true",
        failure.line() + ":" + failure.column() + " " + failure.toString().contains(message),
        failure.toString());
  }

  @Test
  void errorsCountLines() {
    assertEquals(3, failure("a\n{% if n %}\n  {{ nothing.x }}\n{% endif %}").line());
  }

  @Test
  void loopsAreBounded() {
    Template template =
        Template.compile(
            "{% for a in v %}{% for b in v %}{% for c in v %}{% endfor %}{% endfor %}{% endfor %}");
    Map<String, Object> variables = Map.of("v", java.util.Collections.nCopies(200, 1L));
    TemplateException failure =
        assertThrows(TemplateException.class, () -> template.render(variables));
    assertTrue(failure.toString().contains("more than 5000000 times"), failure.toString());
  }

  @Test
  void nestingIsBounded() {
    failure("{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}");
    failure("{{ " + "not ".repeat(5000) + "1 }}");
    failure("{% if n %}".repeat(5000) + "{% endif %}".repeat(5000));
  }
}
