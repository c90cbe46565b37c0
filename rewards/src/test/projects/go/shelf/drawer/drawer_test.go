package drawer

import "testing"

func TestHolds(t *testing.T) {}

func TestOpens(t *testing.T) {
	t.Run("wide", func(t *testing.T) {})
}
