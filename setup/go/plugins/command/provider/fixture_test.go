package provider

import (
	"context"
	"net"
	"strings"
	"sync"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"

	"swarm/plugins/command/property"
)

const (
	remoteCommand = "urn:pulumi:dev::proof::swarm:index:SwarmNode$command:remote:Command::step"
	localCommand  = "urn:pulumi:dev::proof::command:local:Command::step"
)

// listener is an engine that keeps what it is told.
type listener struct {
	pulumirpc.UnimplementedEngineServer
	lock sync.Mutex
	told []*pulumirpc.LogRequest
}

func (listener *listener) Log(_ context.Context, line *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	listener.lock.Lock()
	defer listener.lock.Unlock()
	listener.told = append(listener.told, line)
	return &emptypb.Empty{}, nil
}

func (listener *listener) lines() []string {
	listener.lock.Lock()
	defer listener.lock.Unlock()
	lines := []string{}
	for _, line := range listener.told {
		lines = append(lines, line.GetMessage())
	}
	return lines
}

// plugin is a provider, reached as the engine reaches it.
type plugin struct {
	pulumirpc.ResourceProviderClient
	*testing.T
	engine *listener
}

func startPlugin(t *testing.T) plugin {
	t.Helper()
	t.Parallel()
	return startPluginAlone(t)
}

func startPluginAlone(t *testing.T) plugin {
	t.Helper()
	engine := &listener{}
	engineAddress := serve(t, func(server *grpc.Server) { pulumirpc.RegisterEngineServer(server, engine) })
	provider := New("1.2.1")
	if _, err := provider.Use(engineAddress); err != nil {
		t.Fatal(err)
	}
	address := serve(t, func(server *grpc.Server) { pulumirpc.RegisterResourceProviderServer(server, provider) })
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	return plugin{pulumirpc.NewResourceProviderClient(connection), t, engine}
}

func serve(t *testing.T, register func(*grpc.Server)) string {
	t.Helper()
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	register(server)
	go func() { _ = server.Serve(socket) }()
	t.Cleanup(server.Stop)
	return socket.Addr().String()
}

// check returns the inputs as the engine would keep them.
func (plugin plugin) check(urn string, inputs object) *structpb.Struct {
	plugin.Helper()
	response, err := plugin.Check(context.Background(), &pulumirpc.CheckRequest{Urn: urn, News: toStruct(plugin.T, inputs)})
	if err != nil {
		plugin.Fatal(err)
	}
	if len(response.GetFailures()) > 0 {
		plugin.Fatalf("the inputs are refused: %v", response.GetFailures())
	}
	return response.GetInputs()
}

// create returns the outputs of a new resource.
func (plugin plugin) create(urn string, inputs object) property.Fields {
	plugin.Helper()
	response, err := plugin.Create(context.Background(), &pulumirpc.CreateRequest{Urn: urn, Properties: plugin.check(urn, inputs)})
	if err != nil {
		plugin.Fatal(err)
	}
	return property.FromStruct(response.GetProperties())
}

// createFails returns why a resource cannot be created.
func (plugin plugin) createFails(urn string, inputs object) string {
	plugin.Helper()
	request := &pulumirpc.CreateRequest{Urn: urn, Properties: plugin.check(urn, inputs)}
	response, err := plugin.Create(context.Background(), request)
	if err == nil {
		plugin.Fatalf("it was created: %v", response)
	}
	return err.Error()
}

func (plugin plugin) update(urn string, state property.Fields, inputs object) property.Fields {
	plugin.Helper()
	response, err := plugin.Update(context.Background(), &pulumirpc.UpdateRequest{
		Urn: urn, Id: "step1234", Olds: state.Struct(), News: plugin.check(urn, inputs),
	})
	if err != nil {
		plugin.Fatal(err)
	}
	return property.FromStruct(response.GetProperties())
}

func (plugin plugin) delete(urn string, state property.Fields) {
	plugin.Helper()
	_, err := plugin.Delete(context.Background(), &pulumirpc.DeleteRequest{Urn: urn, Id: "step1234", Properties: state.Struct()})
	if err != nil {
		plugin.Fatal(err)
	}
}

func (plugin plugin) diff(urn string, before, after object) *pulumirpc.DiffResponse {
	plugin.Helper()
	response, err := plugin.Diff(context.Background(), &pulumirpc.DiffRequest{
		Urn: urn, Id: "step1234", OldInputs: plugin.check(urn, before), News: plugin.check(urn, after),
	})
	if err != nil {
		plugin.Fatal(err)
	}
	return response
}

func toStruct(t *testing.T, content object) *structpb.Struct {
	t.Helper()
	message, err := structpb.NewStruct(content)
	if err != nil {
		t.Fatal(err)
	}
	return message
}

func secret(value string) any {
	return property.Secret(structpb.NewStringValue(value)).AsInterface()
}

func with(inputs object, more object) object {
	joined := object{}
	for _, part := range []object{inputs, more} {
		for name, value := range part {
			joined[name] = value
		}
	}
	return joined
}

func mustContain(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in:\n%s", part, text)
		}
	}
}

func mustEqual[T comparable](t *testing.T, what string, actual, expected T) {
	t.Helper()
	if actual != expected {
		t.Errorf("%s is %#v, not %#v", what, actual, expected)
	}
}
