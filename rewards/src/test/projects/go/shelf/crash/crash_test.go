package crash

import "testing"

func TestBefore(t *testing.T) {}

func TestPanics(t *testing.T) {
	var shelves map[string]int
	shelves["top"] = 1
}

func TestAfter(t *testing.T) {}
