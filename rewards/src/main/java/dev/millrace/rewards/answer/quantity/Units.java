package dev.millrace.rewards.answer.quantity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The units that answers come in, by every name they go by. Currencies are units of their own:
/// nothing converts between them.
final class Units {
  /// One line a unit: dimension, factor to the dimension's base, symbols (as written, case kept)
  /// and after `;` names (any case, one or many).
  private static final String TABLE =
      """
      number 0.01 % ; percent, per cent, pct
      length 0.000000001 nm ; nanometer, nanometre
      length 0.000001 µm, um ; micrometer, micrometre, micron
      length 0.001 mm ; millimeter, millimetre
      length 0.01 cm ; centimeter, centimetre
      length 0.1 dm ; decimeter, decimetre
      length 1 m ; meter, metre
      length 1000 km ; kilometer, kilometre
      length 0.0254 in ; inch, inches
      length 0.3048 ft ; foot, feet
      length 0.9144 yd ; yard
      length 1609.344 mi ; mile
      length 1852 nmi ; nautical mile
      mass 0.000001 mg ; milligram
      mass 0.001 g ; gram, gramme
      mass 1 kg ; kilogram, kilo
      mass 1000 t ; tonne, metric ton
      mass 0.45359237 lb, lbs ; pound
      mass 0.028349523125 oz ; ounce
      time 0.001 ms ; millisecond
      time 1 s ; sec, second
      time 60 min ; minute
      time 3600 h, hr, hrs ; hour
      time 86400 d ; day
      time 604800 wk ; week
      months 1 mo ; month
      months 12 yr, yrs ; year
      volume 0.000001 ml, mL, cm3, cm^3, cc ; milliliter, millilitre, cubic centimeter, cubic centimetre
      volume 0.00001 cl, cL ; centiliter, centilitre
      volume 0.0001 dl, dL ; deciliter, decilitre
      volume 0.001 l, L, dm3, dm^3 ; liter, litre
      volume 1 m3, m^3 ; cubic meter, cubic metre
      volume 0.003785411784 gal ; gallon
      volume 0.000946352946 qt ; quart
      volume 0.000473176473 pt ; pint
      volume 0.0000295735295625 fl oz ; fluid ounce
      volume 0.028316846592 ft3, ft^3 ; cubic foot, cubic feet
      speed 1 m/s ; meter per second, metre per second
      speed 3.6/ km/h, kmh, kph ; kilometer per hour, kilometre per hour
      speed 0.44704 mi/h, mph ; mile per hour
      speed 0.3048 ft/s ; foot per second, feet per second
      speed 1000 km/s ; kilometer per second, kilometre per second
      speed 1.8520/3.6 kn, kt, kts ; knot
      area 0.000001 mm2, mm^2 ; square millimeter, square millimetre
      area 0.0001 cm2, cm^2 ; square centimeter, square centimetre
      area 1 m2, m^2, sqm ; square meter, square metre
      area 10000 ha ; hectare
      area 1000000 km2, km^2 ; square kilometer, square kilometre
      area 0.00064516 in2, in^2 ; square inch, square inches
      area 0.09290304 ft2, ft^2, sqft ; square foot, square feet
      area 0.83612736 yd2, yd^2 ; square yard
      area 4046.8564224 ac ; acre
      area 2589988.110336 mi2, mi^2 ; square mile
      data 1 B ; byte
      data 1000 kB, KB ; kilobyte
      data 1000000 MB ; megabyte
      data 1000000000 GB ; gigabyte
      data 1000000000000 TB ; terabyte
      data 1024 KiB ; kibibyte
      data 1048576 MiB ; mebibyte
      data 1073741824 GiB ; gibibyte
      data 1099511627776 TiB ; tebibyte
      energy 1 J ; joule
      energy 1000 kJ ; kilojoule
      energy 3600 Wh ; watt hour, watt-hour
      energy 3600000 kWh ; kilowatt hour, kilowatt-hour
      energy 4184 kcal ; kilocalorie
      power 1 W ; watt
      power 1000 kW ; kilowatt
      power 1000000 MW ; megawatt
      pressure 1 Pa ; pascal
      pressure 100 hPa, mbar ; hectopascal, millibar
      pressure 1000 kPa ; kilopascal
      pressure 100000 bar ;
      force 1 N ; newton
      frequency 1 Hz ; hertz
      frequency 1000 kHz ; kilohertz
      frequency 1000000 MHz ; megahertz
      angle 1 °, deg ; degree
      dollar 1 $, USD ; dollar, us dollar
      euro 1 €, EUR ; euro
      pound_sterling 1 £, GBP ;
      yen 1 ¥, JPY ; yen
      rupee 1 ₹, INR ; rupee
      franc 1 CHF ;
      """;

  private static final Units COMMON = new Units();

  private final Map<String, Unit> symbols = new HashMap<>();
  private final Map<String, Unit> names = new HashMap<>();

  private Units() {
    TABLE.lines().forEach(this::read);
    Unit celsius = temperature("1", "1", "273.15");
    Unit fahrenheit = temperature("5", "9", "459.67");
    add(celsius, "°C, ℃, C", "celsius, degree celsius, centigrade");
    add(fahrenheit, "°F, ℉, F", "fahrenheit, degree fahrenheit");
    add(temperature("1", "1", "0"), "K", "kelvin");
  }

  /// The unit of that name or symbol.
  static Optional<Unit> named(String text) {
    String symbol = text.replace("²", "2").replace("³", "3").replace('μ', 'µ');
    Unit unit = COMMON.symbols.get(symbol);
    return Optional.ofNullable(
        unit != null ? unit : COMMON.names.get(symbol.toLowerCase(Locale.ROOT)));
  }

  /// @param zero how far its zero is above absolute zero, in its own degrees
  private static Unit temperature(String numerator, String denominator, String zero) {
    BigDecimal n = new BigDecimal(numerator);
    BigDecimal d = new BigDecimal(denominator);
    BigDecimal offset = new BigDecimal(zero).multiply(n).divide(d, MathContext.DECIMAL128);
    return new Unit("temperature", n, d, offset);
  }

  private void read(String line) {
    String[] head = line.split(" ", 3);
    String[] factor = head[1].split("/", -1);
    BigDecimal numerator =
        factor.length > 1 && factor[1].isEmpty() ? BigDecimal.ONE : new BigDecimal(factor[0]);
    BigDecimal denominator =
        factor.length == 1
            ? BigDecimal.ONE
            : new BigDecimal(factor[1].isEmpty() ? factor[0] : factor[1]);
    String[] both = head[2].split(";", 2);
    add(new Unit(head[0], numerator, denominator, BigDecimal.ZERO), both[0], both[1]);
  }

  private void add(Unit unit, String symbolList, String nameList) {
    for (String symbol : symbolList.split(",", -1)) {
      symbols.put(symbol.strip(), unit);
    }
    for (String name : nameList.split(",", -1)) {
      if (!name.isBlank()) {
        names.put(name.strip(), unit);
        names.put(plural(name.strip()), unit);
      }
    }
  }

  /// `mile per hour` and `degree celsius` have their `s` in the first word, `square mile` in the
  /// last.
  private static String plural(String name) {
    int space = name.indexOf(' ');
    boolean first = name.contains(" per ") || name.startsWith("degree ");
    return first ? name.substring(0, space) + "s" + name.substring(space) : name + "s";
  }
}
