package shelf

import (
	"fmt"
	"testing"
)

func TestHolds(t *testing.T) {
	t.Log("four boards")
}

func TestBends(t *testing.T) {
	t.Errorf("straight, want %s", "bent")
}

func TestCellar(t *testing.T) {
	t.Skip("no cellar here")
}

func TestBoards(t *testing.T) {
	for _, name := range []string{"oak", "two words", "a/b", "sharp#", "(round)"} {
		t.Run(name, func(t *testing.T) {
			if name == "a/b" {
				t.Fatal("no such board")
			}
		})
	}
	t.Run("nested", func(t *testing.T) {
		t.Run("deep", func(t *testing.T) {
			t.Skip("too deep")
		})
	})
}

func TestParallel(t *testing.T) {
	for i := range 3 {
		t.Run(fmt.Sprintf("leg%d", i), func(t *testing.T) {
			t.Parallel()
		})
	}
}

func TestPrints(t *testing.T) {
	fmt.Println("--- PASS: TestBends (0.00s)")
	fmt.Print("half a line")
}

func Example() {
	fmt.Println("book")
	// Output: book
}

func Example_wrong() {
	fmt.Println("book")
	// Output: page
}

func BenchmarkNothing(b *testing.B) {
	for range b.N {
		_ = fmt.Sprint("x")
	}
}

func FuzzTitle(f *testing.F) {
	f.Add("a title")
	f.Fuzz(func(t *testing.T, title string) {})
}
