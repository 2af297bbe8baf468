// Package provider answers the Pulumi engine's questions about this plugin's resources.
package provider

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	"swarm/plugins/command/engine"
	"swarm/plugins/command/local"
	"swarm/plugins/command/remote"
	"swarm/plugins/command/resource"
)

var kinds = map[string]resource.Kind{
	"command:local:Command":  local.Command,
	"command:remote:Command": remote.Command,
}

var (
	errCancelled  = errors.New("the run was cancelled")
	errEngineGone = errors.New("the Pulumi engine has gone away")
)

// Provider is the plugin's side of the engine's protocol.
type Provider struct {
	pulumirpc.UnimplementedResourceProviderServer
	version string
	engine  atomic.Pointer[engine.Engine]
	halt    context.Context
	stop    context.CancelCauseFunc
	work    sync.WaitGroup
}

func New(version string) *Provider {
	halt, stop := context.WithCancelCause(context.Background())
	return &Provider{version: version, halt: halt, stop: stop}
}

// Use tells the provider where the engine is.
func (provider *Provider) Use(address string) (*engine.Engine, error) {
	connected, err := engine.Connect(address)
	if err == nil {
		provider.engine.Store(connected)
	}
	return connected, err
}

// Abandon starts nothing new and waits a while for what is running.
func (provider *Provider) Abandon(patience time.Duration) {
	provider.stop(errEngineGone)
	done := make(chan struct{})
	go func() {
		provider.work.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(patience):
	}
}

func (provider *Provider) Handshake(context.Context, *pulumirpc.ProviderHandshakeRequest) (*pulumirpc.ProviderHandshakeResponse, error) {
	return &pulumirpc.ProviderHandshakeResponse{AcceptSecrets: true, AcceptResources: true}, nil
}

func (provider *Provider) Attach(_ context.Context, request *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	_, err := provider.Use(request.GetAddress())
	return &emptypb.Empty{}, err
}

func (provider *Provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: provider.version}, nil
}

func (provider *Provider) CheckConfig(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: request.GetNews()}, nil
}

func (provider *Provider) DiffConfig(context.Context, *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}, nil
}

func (provider *Provider) Configure(context.Context, *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	return &pulumirpc.ConfigureResponse{AcceptSecrets: true, AcceptResources: true, SupportsPreview: true}, nil
}

func (provider *Provider) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	text, err := schema(provider.version)
	return &pulumirpc.GetSchemaResponse{Schema: text}, err
}

// Cancel gives up connecting and kills local commands; remote ones finish.
func (provider *Provider) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	provider.stop(errCancelled)
	return &emptypb.Empty{}, nil
}

func kindOf(urn string) (resource.Kind, error) {
	token := urn
	// urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>
	if parts := strings.SplitN(urn, "::", 4); len(parts) == 4 {
		token = parts[2][strings.LastIndex(parts[2], "$")+1:]
	}
	kind, isKnown := kinds[token]
	if !isKnown {
		return kind, status.Errorf(codes.NotFound, "the command plugin has no resource %s", token)
	}
	return kind, nil
}

func nameOf(urn string) string {
	parts := strings.SplitN(urn, "::", 4)
	return parts[len(parts)-1]
}
