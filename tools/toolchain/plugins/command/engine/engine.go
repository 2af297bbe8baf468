// Package engine talks back to the Pulumi engine that started the plugin.
package engine

import (
	"context"
	"strings"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/credentials/insecure"
)

// Absences shorter than this are not taken for the end of the engine.
const patience = 2 * time.Second

// Engine is the Pulumi process that asked for this plugin.
type Engine struct {
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
	return &Engine{connection: connection, client: pulumirpc.NewEngineClient(connection)}, nil
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

// Watch returns when the engine has gone away, even if it was killed and could not say goodbye.
func (engine *Engine) Watch() {
	for {
		if !engine.comesBack() {
			return
		}
		engine.connection.WaitForStateChange(context.Background(), connectivity.Ready)
	}
}

func (engine *Engine) comesBack() bool {
	timeout, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		state := engine.connection.GetState()
		if state == connectivity.Ready {
			return true
		}
		engine.connection.Connect()
		if !engine.connection.WaitForStateChange(timeout, state) {
			return false
		}
	}
}
