package remote

import (
	"context"
	"fmt"
	"net"

	"golang.org/x/crypto/ssh"

	"swarm/plugins/command/resource"
)

// Client is an SSH connection together with the one to the proxy that carries it.
type Client struct {
	*ssh.Client
	proxy *ssh.Client
}

// Close ends both connections.
func (client *Client) Close() {
	_ = client.Client.Close()
	if client.proxy != nil {
		_ = client.proxy.Close()
	}
}

type openTransport func(context.Context) (net.Conn, error)

// dial connects, and keeps trying for as long as the connection allows and nobody has given up.
func (connection Connection) dial(ctx context.Context, report resource.Report) (*Client, error) {
	if connection.Proxy == nil {
		client, err := connection.Endpoint.dial(ctx, report, connection.Endpoint.transport)
		if err != nil {
			return nil, err
		}
		return &Client{Client: client}, nil
	}
	proxy, err := connection.Proxy.dial(ctx, report, connection.Proxy.transport)
	if err != nil {
		return nil, fmt.Errorf("connection.proxy: %w", err)
	}
	client, err := connection.Endpoint.dial(ctx, report, func(ctx context.Context) (net.Conn, error) {
		return proxy.DialContext(ctx, "tcp", connection.Address)
	})
	if err != nil {
		_ = proxy.Close()
		return nil, fmt.Errorf("through the proxy %s: %w", connection.Proxy.Address, err)
	}
	return &Client{Client: client, proxy: proxy}, nil
}

func (endpoint Endpoint) transport(ctx context.Context) (net.Conn, error) {
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", endpoint.Address)
	if err != nil {
		return nil, err
	}
	return acknowledgeQuickly(connection), nil
}

func (endpoint Endpoint) dial(ctx context.Context, report resource.Report, open openTransport) (*ssh.Client, error) {
	methods, agentConnection, err := endpoint.authentication()
	if err != nil {
		return nil, err
	}
	defer agentConnection.Close()
	check, algorithms, err := endpoint.hostKey()
	if err != nil {
		return nil, err
	}
	configuration := &ssh.ClientConfig{
		User:              endpoint.User,
		Auth:              methods,
		HostKeyCallback:   check,
		HostKeyAlgorithms: algorithms,
	}
	return endpoint.retry(ctx, report, func() (*ssh.Client, error) {
		return endpoint.tryOnce(ctx, configuration, open)
	})
}

// tryOnce bounds the connection and the greetings together: a port may be open long before anything answers there.
func (endpoint Endpoint) tryOnce(ctx context.Context, configuration *ssh.ClientConfig, open openTransport) (*ssh.Client, error) {
	if endpoint.PerDialTimeout > 0 {
		limited, cancel := context.WithTimeoutCause(ctx, endpoint.PerDialTimeout,
			fmt.Errorf("no answer within %s", endpoint.PerDialTimeout))
		defer cancel()
		ctx = limited
	}
	transport, err := open(ctx)
	if err != nil {
		return nil, explain(ctx, err)
	}
	disarm := context.AfterFunc(ctx, func() { _ = transport.Close() })
	connection, channels, requests, err := ssh.NewClientConn(transport, endpoint.Address, configuration)
	if err != nil {
		disarm()
		_ = transport.Close()
		return nil, explain(ctx, err)
	}
	if !disarm() {
		_ = connection.Close()
		return nil, context.Cause(ctx)
	}
	return ssh.NewClient(connection, channels, requests), nil
}

// explain prefers the reason why a try was cut short to what that looked like from inside.
func explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
