import unittest
from datetime import datetime

from agenda.events import read_events
from agenda.report import agenda


def calendar(*lines):
    return "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])


def only(*lines):
    (event,) = read_events(calendar(*lines))
    return event


AT = "DTSTART:20240902T090000"


class Lines(unittest.TestCase):
    def test_folds_with_space_and_tab_drop_one_character(self):
        self.assertEqual(only("SUMMARY:Team", "  out", "\ting", AT).summary, "Team outing")

    def test_a_fold_needs_a_line_before_it(self):
        with self.assertRaises(ValueError):
            read_events(" SUMMARY:x\r\n" + calendar(AT, "SUMMARY:y"))

    def test_escapes(self):
        event = only(r"SUMMARY:a\, b\; c\\n\nd\Ne", r"LOCATION:Hall\, left", AT)
        self.assertEqual(event.summary, "a, b; c\\n\nd\ne")
        self.assertEqual(event.location, "Hall, left")

    def test_quoted_parameters(self):
        event = only("SUMMARY:x: y", 'DTSTART;X-NOTE="a:b;c":20240902T090000', "DURATION:PT1H")
        self.assertEqual((event.summary, event.start), ("x: y", datetime(2024, 9, 2, 9)))


class Times(unittest.TestCase):
    def test_durations(self):
        ends = [only("SUMMARY:x", AT, "DURATION:" + d).end for d in ("P2W", "P1DT2H", "PT1H30M15S", "P3D")]
        self.assertEqual(ends, [datetime(2024, 9, 16, 9), datetime(2024, 9, 3, 11), datetime(2024, 9, 2, 10, 30, 15),
                                datetime(2024, 9, 5, 9)])

    def test_bad_durations(self):
        for bad in ("P", "PT", "1H", "PT1D", "P1W2D", "PT1H "):
            with self.subTest(bad), self.assertRaises(ValueError):
                only("SUMMARY:x", AT, "DURATION:" + bad)

    def test_missing_end(self):
        timed, day = only("SUMMARY:x", AT), only("SUMMARY:x", "DTSTART;VALUE=DATE:20240229")
        self.assertEqual((timed.end, timed.all_day), (timed.start, False))
        self.assertEqual((day.start, day.end, day.all_day), (datetime(2024, 2, 29), datetime(2024, 3, 1), True))

    def test_alarm_does_not_touch_its_event(self):
        event = only("SUMMARY:Call", AT, "DURATION:PT1H", "BEGIN:VALARM", "DURATION:PT5M", "SUMMARY:ring", "END:VALARM")
        self.assertEqual((event.summary, event.end), ("Call", datetime(2024, 9, 2, 10)))


class Report(unittest.TestCase):
    def test_all_day_rows(self):
        text = calendar("SUMMARY:Closed", "DTSTART;VALUE=DATE:20240903", "DTEND;VALUE=DATE:20240906")
        text += calendar("SUMMARY:Fair", "LOCATION:Hall", "DTSTART;VALUE=DATE:20240902")
        text += calendar("SUMMARY:Call", AT, "DURATION:PT30M")
        self.assertEqual(agenda(read_events(text)), "2024-09-02\n  all day Fair @ Hall\n  09:00-09:30 Call\n"
                         "2024-09-03\n  all day (3 days) Closed\n")
