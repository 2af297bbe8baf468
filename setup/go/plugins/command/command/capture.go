package command

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
)

// Capture keeps what a command writes and shows it line by line while it runs.
type Capture struct {
	Stdout io.Writer
	Stderr io.Writer

	step   Step
	lock   sync.Mutex
	stdout bytes.Buffer
	stderr bytes.Buffer
	both   bytes.Buffer
	lines  []*lineWriter
	queue  *lineQueue
}

func NewCapture(step Step) *Capture {
	capture := &Capture{step: step, queue: newLineQueue(step.Report.Status)}
	capture.Stdout = capture.stream("stdout", &capture.stdout)
	capture.Stderr = capture.stream("stderr", &capture.stderr)
	return capture
}

// Close shows what is left; the command must have ended.
func (capture *Capture) Close() {
	for _, line := range capture.lines {
		line.flush()
	}
	capture.queue.close()
}

// Output is what was written, each stream without its last line end.
func (capture *Capture) Output() Output {
	capture.lock.Lock()
	defer capture.lock.Unlock()
	return Output{Stdout: trim(&capture.stdout), Stderr: trim(&capture.stderr)}
}

// Failure explains an error with the command and everything it wrote.
func (capture *Capture) Failure(err error) error {
	capture.lock.Lock()
	defer capture.lock.Unlock()
	return fmt.Errorf("%w: running %q:\n%s", err, capture.step.Command, valid(capture.both.String()))
}

func (capture *Capture) stream(name string, own *bytes.Buffer) io.Writer {
	kept := writer(func(written []byte) {
		capture.lock.Lock()
		defer capture.lock.Unlock()
		own.Write(written)
		capture.both.Write(written)
	})
	if !capture.step.shows(name) {
		return kept
	}
	lines := &lineWriter{show: capture.queue.add}
	capture.lines = append(capture.lines, lines)
	return io.MultiWriter(kept, lines)
}

type writer func([]byte)

func (write writer) Write(written []byte) (int, error) {
	write(written)
	return len(written), nil
}

func trim(buffer *bytes.Buffer) string {
	return valid(strings.TrimSuffix(buffer.String(), "\n"))
}

// valid replaces bytes that the engine's protocol cannot carry.
func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
