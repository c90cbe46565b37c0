package dev.millrace.rollout.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Templates come with models, so they may be hostile.
class TemplateBoundsTest {
  /// What has no bound would take years; what has one is counted in steps, and a busy machine takes
  /// its time for them.
  private static String render(String source) {
    return assertTimeoutPreemptively(
        Duration.ofMinutes(10),
        () -> Template.compile(source).render(Map.of("text", "abc", "list", List.of(1L, 2L))));
  }

  private static void assertRefused(String source) {
    assertRefused(source, "");
  }

  private static void assertRefused(String source, String reason) {
    TemplateException failure = assertThrows(TemplateException.class, () -> render(source), source);
    assertTrue(failure.line() >= 1 && failure.column() >= 1, failure.toString());
    assertTrue(failure.toString().contains(reason), failure.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 'a' * 10**9 }}",
        "{{ [0] * 10**9 }}",
        "{{ range(10**9) | list }}",
        "{% for i in range(10**12) %}x{% endfor %}",
        "{{ 9 ** (9 ** 9) }}",
        "{{ 10 ** 5000 ** 2 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'x'.center(10**9) }}",
        "{{ 'x' | center(1000000000) | length }}",
        "{{ '{:>1000000000}'.format(1) }}",
        "{{ '{99999999999}'.format(1) }}",
        "{{ 'x'.ljust(10**9) }}",
        "{{ ('a,' * 10**6).replace('a', 'b' * 10**6) }}",
        "{{ ('a,' * 100000).split(',') | map('replace', '', 'b' * 10000) | list | length }}",
        "{{ ('a,' * 30000000).split(',') | length }}",
        "{{ ('a ' * 30000000).rsplit() | length }}",
        "{{ ('\\n' * 60000000) | indent(1000) | length }}",
        "{{ ('\\x01' * 60000000) | tojson | length }}",
        "{{ ('{0}' * 1000).format('a' * 60000000) | length }}",
        "{{ ('%(a)s' * 1000) % {'a': 'a' * 60000000} | length }}",
        "{{ ('a' * 60000000) | list | length }}",
        "{{ [1] | tojson(indent=1000000000) }}",
        "{{ 'a\nb' | indent(1000000000) }}",
        "{{ '\t' | string | center(2) }}{{ ('\t' * 100000).expandtabs(100000) | length }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for i in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
        "{% set ns = namespace(t='ab') %}{% for i in range(99) %}{% set ns.t = ns.t + ns.t %}"
            + "{% endfor %}{{ ns.t | length }}",
        "{% set ns = namespace(t=[1]) %}{% for i in range(99) %}{% set ns.t = ns.t + ns.t %}"
            + "{% endfor %}{{ ns.t | length }}",
        "{% set ns = namespace(t=[]) %}{% for i in range(5000) %}{% set ns.t = [ns.t] %}"
            + "{% endfor %}{{ ns.t }}",
        "{% set ns = namespace(t=[]) %}{% for i in range(5000) %}{% set ns.t = [ns.t] %}"
            + "{% endfor %}{{ ns.t | tojson }}",
        "{% set ns = namespace(t=()) %}{% for i in range(5000) %}{% set ns.t = (ns.t,) %}"
            + "{% endfor %}{{ {ns.t: 1} | length }}",
        "{% set ns = namespace(t=[]) %}{% for i in range(99999) %}{% for j in range(99) %}"
            + "{% set ns.t = [ns.t, {'a': 1, 'b': 2}] %}{% endfor %}{% endfor %}",
      })
  void whatWouldFillTheProcessIsRefused(String source) {
    assertRefused(source);
  }

  private static final String SHARED =
      "{% set a = ['x'] * 1000 %}{% set b = [a] * 1000 %}{% set c = [b] * 1000 %}"
          + "{% set a2 = ['x'] * 1000 %}{% set b2 = [a2] * 1000 %}{% set c2 = [b2] * 1000 %}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% macro m(n) %}{{ m(n-1) if n }}{{ m(n-1) if n }}{% endmacro %}{{ m(60) }}",
        "{{ ('a' * 60000000 ~ 'b').find('a' * 30000000 ~ 'c') }}",
        "{{ ('a' * 60000000 ~ 'b').rfind('c' ~ 'a' * 30000000) }}",
        "{{ ('a' * 30000000 ~ 'c') in ('a' * 60000000 ~ 'b') }}",
        "{{ ('a' * 60000000).startswith(('a' * 30000000 ~ 'b',) * 100000) }}",
        "{{ ('a ' * 30000000) | title | upper | length }}",
        SHARED + "{{ c == c2 }}",
        SHARED + "{{ c < c2 }}",
        SHARED + "{{ c2 in [c] }}",
        SHARED + "{{ [c].index(c2) }}",
        "{% set ns = namespace(t=()) %}{% for i in range(60) %}{% set ns.t = (ns.t, ns.t) %}"
            + "{% endfor %}{{ ns.t in {} }}",
        "{% set n = ('a ' * 5000) %}{% for i in range(100000) %}{% for j in range(40) %}{% set x ="
            + " n | upper | lower | replace('a', 'b') | tojson %}{% endfor %}{% endfor %}",
        "{% for i in range(100000) %}{% for j in range(100000) %}{% set x = 'a' | upper | lower |"
            + " replace('a', 'b') | tojson %}{% endfor %}{% endfor %}",
        "{% set b = 2 ** 19999 %}{% for i in range(100000) %}{% for j in range(100) %}"
            + "{% set x = (b - 1) // (b - 3) %}{% endfor %}{% endfor %}",
        "{% set s = ('a' * 1000000) %}{% for i in range(100000) %}{% set x = s == s ~ 'a' %}"
            + "{% endfor %}",
        "{% set l = range(100000) | list %}{% for i in range(100000) %}{{ -1 in l }}{% endfor %}",
        "{% set l = range(100000) | list %}{% for i in range(100000) %}{% set x = l[1:] %}"
            + "{% endfor %}",
        "{{ strftime_now('%c' * 10000000) | length }}",
      })
  void workOutsideOfLoopsIsBoundedToo(String source) {
    assertRefused(source);
  }

  /// Where there was a search that began again at each place, or a pattern that went back and
  /// forth.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ('<' * 1000000) | striptags | length }}~1000000",
        "{{ ('<!--' * 1000000) | striptags | length }}~4000000",
        "{{ (('%' ~ '0' * 1000000 ~ 's') % 1) | length }}~1",
        "{{ (('a' * 1000000) ~ 'c').strip('b' * 1000000 ~ 'a') }}~c",
        "{{ ('a ' * 1000000).rsplit(none, 1) | length }}~2",
        "{{ ('a ' * 500000).split() | length }}~500000",
        "{{ ('1' * 1000000) | int(7) }}~7",
        "{{ ('1_' * 100000) | float(7) }}~7",
        "{{ '{:,}'.format(10 ** 4000) | length }}~5334",
      })
  void longTextsTakeTimeByTheirLength(String sourceAndText) {
    int end = sourceAndText.lastIndexOf('~');
    assertEquals(sourceAndText.substring(end + 1), render(sourceAndText.substring(0, end)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|upper",
        ".a",
        "[0]",
        "()",
        " is odd",
        " and 1",
        " or 0",
        " ** 1",
        " - 1",
        " % 7",
        " if 1",
        "[1:]",
        " | map('upper')",
      })
  void chainsAreAsShortAsBracketsAreShallow(String link) {
    assertRefused("{{ x" + link.repeat(20_000) + " }}");
    assertRefused("{% set y | upper" + "|upper".repeat(20_000) + " %}x{% endset %}");
  }

  @ParameterizedTest
  @ValueSource(strings = {" + 'x'", " ~ 'x'"})
  void textsArePutTogetherOfAnyNumber(String link) {
    assertEquals("x".repeat(100_001), render("{{ 'x'" + link.repeat(100_000) + " }}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{ 1_1%s }}", "{%% set %s", "{{ %s", "{{ 0x%s }}", "{{ '%s", "{# %s"})
  void longRunsInTheSourceAreReadOrRefused(String begin) {
    assertRefused(begin.formatted("_1".repeat(500_000)) + "$");
    assertRefused(begin.formatted("(".repeat(500_000)));
  }

  @Test
  void macrosWithinEachOtherTakeNoMoreStackThanThereIs() {
    String deep = "(1 + ".repeat(45) + "m(n - 1) | length" + ")".repeat(45);
    String nested = "{% if n %}".repeat(50) + "{{ " + deep + " }}" + "{% endif %}".repeat(50);
    String reason = "calls are nested deeper";
    assertRefused("{% macro m(n) %}" + nested + "{% endmacro %}{{ m(100) }}", reason);
    assertRefused(
        "{% for n in [[1]] recursive %}"
            + nested.replace("m(n - 1)", "loop([[1]])")
            + "{% endfor %}",
        reason);
    assertRefused(
        "{% set ns = namespace(g=[1]) %}{% for i in range(5000) %}"
            + "{% set ns.g = ns.g | map('abs') %}{% endfor %}{{ ns.g | list }}",
        reason);
  }

  @Test
  void aMacroMayCallItselfForEachLevelOfASchema() {
    String text =
        render(
            "{% macro m(n) %}{% if n %}({{ '<' + m(n - 1) | trim + '>' }}){% endif %}{% endmacro %}"
                + "{{ m(60) }}");
    assertEquals("(<".repeat(60) + ">)".repeat(60), text);
  }

  @Test
  void aLongConversationIsNoWork() {
    Map<String, Object> message =
        Map.of("role", "user", "content", "<think>\nso it is\n</think>\n" + "text ".repeat(200));
    Map<String, Object> variables = Map.of("messages", Collections.nCopies(3000, message));
    String text =
        Template.compile(
                """
                {% set ns = namespace(last=0, seen=[]) %}
                {% for m in messages %}
                {% set before = messages[:loop.index0] %}
                {% set next = messages[loop.index0 + 1] if not loop.last else none %}
                {% set ns.seen = ns.seen + [m.role] %}
                {% if m.role == 'user' and messages | length - 1 == loop.index0 %}
                {% set ns.last = before | length %}{% endif %}
                {{ m.content.split('</think>')[-1].lstrip('\\n') | trim }}
                {{ m.content.startswith('<think>') and '</think>' in m.content }}
                {% endfor %}{{ ns.last }}\
                """)
            .render(variables);
    assertTrue(text.endsWith("2999"), text.substring(text.length() - 40));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ text.__class__.__mro__ }}",
        "{{ text.getClass().getName() }}",
        "{{ text.class.name }}",
        "{{ list.append(3) }}",
        "{{ {}.update({'a': 1}) }}",
        "{{ list.pop() }}",
        "{{ range.__globals__.x }}",
        "{{ self._TemplateReference__context.x }}",
        "{{ raise_exception.__globals__.os }}",
      })
  void whatReachesOutOfTheValuesIsRefused(String source) {
    assertThrows(TemplateException.class, () -> render(source), source);
  }

  @Test
  void renderingLeavesTheVariablesAsTheyAre() {
    List<Long> list = new ArrayList<>(List.of(3L, 1L));
    String text =
        Template.compile("{{ list | sort }}{{ list | reverse | list }}{{ list + [9] }}")
            .render(Map.of("list", list));
    assertEquals("[1, 3][1, 3][3, 1, 9]", text);
    assertEquals(List.of(3L, 1L), list);
  }
}
