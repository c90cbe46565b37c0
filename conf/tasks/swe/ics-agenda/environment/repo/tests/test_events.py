import unittest
from datetime import datetime

from agenda.events import read_events


def calendar(*lines):
    return "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])


class EventsTest(unittest.TestCase):
    def test_simple_event(self):
        (event,) = read_events(calendar("SUMMARY:Stand-up", "DTSTART:20240902T090000", "DTEND:20240902T091500"))
        self.assertEqual(event.summary, "Stand-up")
        self.assertEqual(event.end, datetime(2024, 9, 2, 9, 15))

    def test_folded_summary(self):
        (event,) = read_events(calendar("SUMMARY:Stand", " -up", "DTSTART:20240902T090000", "DTEND:20240902T091500"))
        self.assertEqual(event.summary, "Stand-up")

    def test_duration(self):
        (event,) = read_events(calendar("SUMMARY:Lunch", "DTSTART:20240902T120000", "DURATION:PT45M"))
        self.assertEqual(event.end, datetime(2024, 9, 2, 12, 45))

    def test_all_day(self):
        (event,) = read_events(calendar("SUMMARY:Fair", "DTSTART;VALUE=DATE:20240902"))
        self.assertTrue(event.all_day)
        self.assertEqual(event.end, datetime(2024, 9, 3))


if __name__ == "__main__":
    unittest.main()
