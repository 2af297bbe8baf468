// Package engine talks back to the Pulumi engine that started the plugin.
package engine

import (
	"context"
	"strings"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// Engine is the Pulumi process that asked for this plugin.
type Engine struct {
	address    string
	connection *grpc.ClientConn
	client     pulumirpc.EngineClient
}

// Connect prepares the connection to the engine at the given address; it opens when it is first used.
func Connect(address string) (*Engine, error) {
	connection, err := grpc.NewClient("passthrough:///"+address,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithIdleTimeout(0))
	if err != nil {
		return nil, err
	}
	return &Engine{address: address, connection: connection, client: pulumirpc.NewEngineClient(connection)}, nil
}

// Status shows a line beside the resource while it is being worked on.
func (engine *Engine) Status(urn, line string) {
	engine.log(urn, pulumirpc.LogSeverity_INFO, line, true)
}

// Warn shows a warning that stays in the summary.
func (engine *Engine) Warn(urn, message string) {
	engine.log(urn, pulumirpc.LogSeverity_WARNING, message, false)
}

func (engine *Engine) log(urn string, severity pulumirpc.LogSeverity, message string, ephemeral bool) {
	if engine == nil {
		return
	}
	timeout, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	// An engine that is gone is noticed by Watch; a line that cannot be shown is no reason to fail.
	_, _ = engine.client.Log(timeout, &pulumirpc.LogRequest{
		Severity:  severity,
		Message:   strings.ToValidUTF8(message, "\uFFFD"),
		Urn:       urn,
		Ephemeral: ephemeral,
	})
}
