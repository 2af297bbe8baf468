package command

// Lines that wait to be shown; a command that writes faster waits for the engine.
const backlog = 1024

// lineQueue shows lines one after the other, without making the command wait for each.
type lineQueue struct {
	lines chan string
	done  chan struct{}
}

func newLineQueue(show func(string)) *lineQueue {
	queue := &lineQueue{lines: make(chan string, backlog), done: make(chan struct{})}
	go func() {
		defer close(queue.done)
		for line := range queue.lines {
			show(line)
		}
	}()
	return queue
}

func (queue *lineQueue) add(line string) { queue.lines <- line }

// close returns when every line has been shown.
func (queue *lineQueue) close() {
	close(queue.lines)
	<-queue.done
}
