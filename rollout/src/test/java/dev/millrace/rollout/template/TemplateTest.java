package dev.millrace.rollout.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
          "rows",
          List.of(Map.of("k", "x"), Map.of("k", "y"), Map.of("k", "x")),
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
        "{{ ('<b>' | escape) + '<' }}{{ '<' + ('<b>' | safe) }}{{ [('<b>' | e), '<'] | join }}"
            + "~&lt;b&gt;&lt;&lt;<b>&lt;b&gt;<",
        "{{ '<b>' | e | e | upper | e }}{{ ('<' | safe).join(['&', '<' | safe])"
            + " }}~&LT;B&GT;&amp;<<",
        "{{ ('<%s>' | safe) % '<' }}{{ ('<{}>' | safe).format('<') }}~<&lt;><&lt;>",
        "{{ ['<' | e] }}{{ ('<' | e) == '&lt;' }}{{ ('<' | e) is escaped"
            + " }}~[Markup('&lt;')]TrueTrue",
        "{{ {'<': 1}['<' | safe] }}{{ [1, '<' | safe] | tojson }}~1[1, \"<\"]",
        "{% for g in rows | groupby('k') %}{{ g.grouper }}{{ g.list | length }}{{ g[0] }},"
            + "{% endfor %}~x2x,y1y,",
        "{{ rows | groupby('k') | map(attribute='list') | map('length') | join }}~21",
        "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, b=3) }}"
            + "~1(2,){'b': 3}",
        "{{ '0x1f' | int(0, 16) }} {{ '0x1f' | int(0, 0) }} {{ '1f' | int(0, 16) }}~31 31 31",
        "{{ '0b11' | int(7, 2) }} {{ '0x1f' | int(7) }} {{ '1__0' | int(7) }}~3 7 7",
        "{{ '42.9' | int }} {{ '1_0' | int }} {{ '-0o17' | int(0, 8) }}~42 10 -15",
        "{{ 'a b/c?d=é&*-' | urlencode }}~a%20b/c%3Fd%3D%C3%A9%26%2A-",
        "{{ {'a b': 'c/d', 'e': 1} | urlencode }}~a+b=c%2Fd&e=1",
        "{{ {'a': '<b>', 'c': none, 'd': 1} | xmlattr }}~` a=\"&lt;b&gt;\" d=\"1\"`",
        "{{ 1 | filesizeformat }}, {{ 999 | filesizeformat }}, {{ 1250 | filesizeformat }}"
            + "~1 Byte, 999 Bytes, 1.2 kB",
        "{{ 3000000 | filesizeformat(true) }}~2.9 MiB",
        "{{ 'a\tbc\td' | string }}{{ 'a\tbc\td'.expandtabs(4) }}~a\tbc\tda   bc  d",
        "{{ '%.1f %.2f' | format(0.25, 2.675) }}~0.2 2.67",
        "{{ 'a<!-- <b> -->c <i> d' | striptags }}~ac d",
        "{{ {'lr': 3e-4} | tojson }}~{\"lr\": 0.0003}",
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
        "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}~1~35~not more than 1 argument",
        "{% macro m(a) %}{% endmacro %}{{ m(b=2) }}~1~35~takes no argument \"b\"",
        "{{ '{} {0!r}'.format(1) }}~1~21~with and without numbers",
        "{{ '{'.format(1) }}~1~14~single {",
        "{{ '%y' % 1 }}~1~9~no known conversion",
        "{% do 1 %}~1~4~no statement known",
        "{{ [1] | random }}~1~10~another prompt each time",
        "{{ name | wordwrap }}~1~11~not supported",
        "{{ name.encode() }}~1~15~not supported",
        "{{ [1] | tojson(indent=1000000000) }}~1~10~by more than 1000",
        "{{ name | indent(1000000000) }}~1~11~by more than 1000",
        "{{ 'x' | center(1000000000) }}~1~10~the width is more than 1000000",
        "{{ 1e200 ** 2 }}~1~10~too large",
      })
  void errorsSayWhereAndWhat(String source, int line, int column, String message) {
    TemplateException failure = failure(source);
    assertEquals(
        line + ":" + column + " true",
        failure.line() + ":" + failure.column() + " " + failure.toString().contains(message),
        failure.toString());
  }

  @Test
  void timeIsWrittenAsCDoes() {
    Template template =
        Template.compile("{{ strftime_now('%k|%-k|%l|%r|%P|%C|%G-W%V-%u|%U|%W') }}");
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-31T09:05:07Z"));
    assertEquals(
        " 9|9| 9|09:05:07 AM|am|20|2026-W05-6|04|04",
        template.rendering(Map.of(), clock, ZoneOffset.UTC).text());
  }

  /// The table is what Python's `repr` says of the doubles with these bits.
  @Test
  void doublesAreWrittenAsPythonDoes() throws IOException {
    List<String> expected = new ArrayList<>();
    List<String> written = new ArrayList<>();
    Template template = Template.compile("{{ x }} {{ x | tojson }}");
    try (InputStream table =
        Objects.requireNonNull(TemplateTest.class.getResourceAsStream("doubles.tsv"))) {
      for (String line :
          new String(table.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        String[] parts = line.split("\t", 2);
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(parts[0], 16));
        expected.add(parts[1] + " " + parts[1]);
        written.add(template.render(Map.of("x", value)));
      }
    }
    assertEquals(expected, written);
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
    Map<String, Object> variables = Map.of("v", java.util.Collections.nCopies(300, 1L));
    TemplateException failure =
        assertThrows(TemplateException.class, () -> template.render(variables));
    assertTrue(failure.toString().contains("more than 10000000 steps"), failure.toString());
  }

  @Test
  void nestingIsBounded() {
    failure("{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}");
    failure("{{ " + "not ".repeat(5000) + "1 }}");
    failure("{% if n %}".repeat(5000) + "{% endif %}".repeat(5000));
  }
}
