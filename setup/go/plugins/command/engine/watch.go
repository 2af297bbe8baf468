package engine

import (
	"context"
	"errors"
	"net"
	"syscall"
	"time"

	"google.golang.org/grpc/connectivity"
)

const glance = time.Second

// Watch returns when the engine has gone away, even if it was killed and could not say goodbye.
// An engine that is only slow to answer, on a busy computer, is still there.
func (engine *Engine) Watch() {
	for {
		state := engine.connection.GetState()
		switch state {
		case connectivity.Ready:
			engine.connection.WaitForStateChange(context.Background(), state)
		case connectivity.Idle:
			engine.connection.Connect()
			engine.wait(state)
		default:
			if engine.isGone() {
				return
			}
			engine.wait(state)
		}
	}
}

func (engine *Engine) wait(state connectivity.State) {
	timeout, cancel := context.WithTimeout(context.Background(), glance)
	defer cancel()
	engine.connection.WaitForStateChange(timeout, state)
}

// isGone tells whether nobody listens at the engine's address, which it never leaves while it lives.
func (engine *Engine) isGone() bool {
	connection, err := net.DialTimeout("tcp", engine.address, glance)
	if err == nil {
		_ = connection.Close()
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}
