package command

import "bytes"

// Longer lines are shown in pieces.
const longestLine = 4096

// lineWriter hands on every complete line that has something in it.
type lineWriter struct {
	show    func(string)
	pending []byte
}

func (lines *lineWriter) Write(written []byte) (int, error) {
	lines.pending = append(lines.pending, written...)
	for {
		end := bytes.IndexByte(lines.pending, '\n')
		switch {
		case end >= 0 && end <= longestLine:
			lines.showLine(lines.pending[:end])
			lines.pending = lines.pending[end+1:]
		case len(lines.pending) > longestLine:
			lines.showLine(lines.pending[:longestLine])
			lines.pending = lines.pending[longestLine:]
		default:
			return len(written), nil
		}
	}
}

func (lines *lineWriter) flush() {
	lines.showLine(lines.pending)
	lines.pending = nil
}

func (lines *lineWriter) showLine(line []byte) {
	line = bytes.TrimRight(line, "\r")
	if len(bytes.TrimSpace(line)) > 0 {
		lines.show(string(line))
	}
}
