package remote

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/crypto/ssh"
)

const (
	askEvery  = 15 * time.Second
	silentFor = 60 * time.Second
)

// watch ends the context it returns, and the connection, when the server stops answering: a machine that hangs closes
// nothing by itself.
func watch(ctx context.Context, client ssh.Conn, every, limit time.Duration) (context.Context, context.CancelFunc) {
	watched, end := context.WithCancelCause(ctx)
	go func() {
		for {
			select {
			case <-watched.Done():
				return
			case <-time.After(every):
			}
			silence := time.AfterFunc(limit, func() {
				end(fmt.Errorf("%s has not answered for %s", client.RemoteAddr(), limit))
				_ = client.Close()
			})
			// Any answer will do, also that the server does not know the question.
			_, _, _ = client.SendRequest("keepalive@openssh.com", true, nil)
			silence.Stop()
		}
	}()
	return watched, func() { end(nil) }
}
