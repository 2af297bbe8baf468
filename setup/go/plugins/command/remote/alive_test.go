package remote

import (
	"context"
	"crypto/ed25519"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// connect returns the client's end of a connection whose server does with requests as it is told.
func connect(t *testing.T, serve func(<-chan *ssh.Request)) ssh.Conn {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, key, _ := ed25519.GenerateKey(nil)
	signer, _ := ssh.NewSignerFromKey(key)
	server := &ssh.ServerConfig{NoClientAuth: true}
	server.AddHostKey(signer)
	go func() {
		transport, err := listener.Accept()
		if err != nil {
			return
		}
		_, _, requests, err := ssh.NewServerConn(transport, server)
		if err == nil {
			serve(requests)
		}
	}()
	transport, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	check := ssh.FixedHostKey(signer.PublicKey())
	client, _, _, err := ssh.NewClientConn(transport, "server", &ssh.ClientConfig{HostKeyCallback: check})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close(); _ = listener.Close() })
	return client
}

func TestASilentServerIsGivenUp(t *testing.T) {
	client := connect(t, func(<-chan *ssh.Request) {})
	ctx, forget := watch(context.Background(), client, 10*time.Millisecond, 100*time.Millisecond)
	defer forget()
	select {
	case <-ctx.Done():
	case <-time.After(5 * time.Second):
		t.Fatal("it is still waited for")
	}
	if cause := context.Cause(ctx).Error(); !strings.Contains(cause, "has not answered for 100ms") {
		t.Error(cause)
	}
	if err := client.Wait(); err == nil {
		t.Error("the connection is still open")
	}
}

func TestAServerThatAnswersIsKept(t *testing.T) {
	client := connect(t, ssh.DiscardRequests)
	ctx, forget := watch(context.Background(), client, 10*time.Millisecond, 100*time.Millisecond)
	time.Sleep(500 * time.Millisecond)
	if ctx.Err() != nil {
		t.Error(context.Cause(ctx))
	}
	forget()
	if ctx.Err() == nil {
		t.Error("it is still watched")
	}
}
