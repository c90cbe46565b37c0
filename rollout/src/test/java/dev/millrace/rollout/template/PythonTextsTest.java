package dev.millrace.rollout.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The methods of texts and what is filled into them; what is expected is what jinja2 made of it.
class PythonTextsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{{ 'abcabc'.find('a', 1) }} {{ 'abcabc'.rfind('a', 0, 2) }} {{ 'abcabc'.index('c', -2)"
            + " }}~3 0 5",
        "{{ 'abcabc'.count('a', 1) }} {{ 'abcabc'.count('a', 0, -3) }} {{ 'ab'.count('', 3) }}~1 1"
            + " 0",
        "{{ 'abcabc'.startswith('b', 1) }} {{ 'abcabc'.endswith(('x', 'b'), 0, 2) }} {{"
            + " 'a'.startswith('', 2) }}~True True False",
        "{{ 'abc'.translate({97: 'x', 98: none}) }} {{ '{a}'.format_map({'a': 1}) }} {{"
            + " 'abc'.isascii() }}~xc 1 True",
        "{{ '²'.isdigit() }} {{ '½'.isnumeric() }} {{ '一'.isnumeric() }} {{ '½'.isdigit() }} {{"
            + " '²'.isalnum() }}~True True True False True",
        "{{ 'ßa'.capitalize() }} {{ 'ﬁx'.title() }} {{ 'ß'.title() }}~Ssa Fix Ss",
        "{{ '{:+d} {:05d} {:,} {: d} {:#x} {:_}'.format(7, -3, 1234567, 3, 255, 1234567) }}~+7"
            + " -0003 1,234,567  3 0xff 1_234_567",
        "{{ '{:e} {:g} {:.3g} {:+.1e} {:.2%} {:n}'.format(2.5, 1e10, 1234.5, 12345.678, 0.256, 5)"
            + " }}~2.500000e+00 1e+10 1.23e+03 +1.2e+04 25.60% 5",
        "{{ '{:{w}}| {:>{w}} {!a} {!r}'.format('a', 'b', 'é', 'c', w=3) }}~a  |   b '\\xe9' 'c'",
        "{{ '{0[k]} {0[a][0]} {x.y}'.format({'k': 'v', 'a': [1]}, x={'y': 2}) }}~v 1 2",
        "{{ '{:=+5d} {:05,} {:<5}| {:*^7}'.format(3, 1234, true, 'mid') }}~+   3 1,234 1    |"
            + " **mid**",
        "{{ '%o %g %g % d %#x %*d %.3d %a %ld' % (8, 100000, 1000000, 4, 255, 5, 3, 5, 'é', 6)"
            + " }}~10 100000 1e+06  4 0xff     3 005 '\\xe9' 6",
        "{{ '%+05d %-5d| %05.1f %e %E' % (3, 4, -2.25, 1234.5, 0.1) }}~+0003 4    | -02.2"
            + " 1.234500e+03 1.000000E-01",
        "{{ 7 | round(-1) }} {{ 1.1 | round(1, 'ceil') }} {{ 2.675 | round(2, 'floor') }} {{ 12345"
            + " | round(-2, 'ceil') }}~10 1.1 2.67 12400.0",
      })
  void areMadeAsPythonMakesThem(String source, String expected) {
    assertEquals(expected, Template.compile(source).render(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ '%c' % -3 }}",
        "{{ '%c' % 'ab' }}",
        "{{ '%d' % 1e308 ** 2 }}",
        "{{ '%(a)s' % {'b': 1} }}",
        "{{ '{:d}'.format(2.5) }}",
        "{{ '{:s}'.format(2) }}",
        "{{ '{:5}'.format(none) }}",
        "{{ '{:{:{}}}'.format(1, 2, 3) }}",
        "{{ '{a[}'.format(a=1) }}",
        "{{ 'a'.upper(1) }}",
        "{{ 'a'.replace(old='a', new='b') }}",
        "{{ ['a'] | join(sep='-') }}",
        "{{ 'a' | upper('x') }}",
        "{{ [1] | sort(true, reverse=true) }}",
        "{{ [{}] | map(attribute='a', other=1) | list }}",
        "{{ [{}] | selectattr() | list }}",
        "{{ {} | dictsort(by='x') }}",
        "{{ missing | int }}",
        "{{ 5 | indent }}",
        "{{ 1 is number is true }}",
      })
  void failWherePythonFails(String source) {
    assertThrows(TemplateException.class, () -> Template.compile(source).render(Map.of()), source);
  }
}
