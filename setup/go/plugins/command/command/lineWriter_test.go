package command

import (
	"slices"
	"strings"
	"testing"
)

func TestLinesAreShownAsSoonAsTheyAreComplete(t *testing.T) {
	var shown []string
	lines := &lineWriter{show: func(line string) { shown = append(shown, line) }}
	for _, written := range []string{"one", " line\nsecond\r\n\n  \nth", "ird"} {
		count, err := lines.Write([]byte(written))
		if count != len(written) || err != nil {
			t.Fatalf("wrote %d bytes, %v", count, err)
		}
	}
	if expected := []string{"one line", "second"}; !slices.Equal(shown, expected) {
		t.Errorf("shown before the end: %q", shown)
	}
	lines.flush()
	if expected := []string{"one line", "second", "third"}; !slices.Equal(shown, expected) {
		t.Errorf("shown: %q", shown)
	}
}

func TestAVeryLongLineIsShownInPieces(t *testing.T) {
	var shown []string
	lines := &lineWriter{show: func(line string) { shown = append(shown, line) }}
	long := strings.Repeat("x", 3*longestLine-1)
	_, _ = lines.Write([]byte(long + "\nnext\n"))
	if strings.Join(shown, "") != long+"next" || shown[len(shown)-1] != "next" {
		t.Errorf("%d lines shown", len(shown))
	}
}
