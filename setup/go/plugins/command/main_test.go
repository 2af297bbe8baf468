package main

import (
	"bufio"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

const asPlugin = "RUN_AS_PLUGIN"

// TestMain lets this binary be the plugin, started by a test as the engine starts it.
func TestMain(m *testing.M) {
	if os.Getenv(asPlugin) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// startProcess starts the plugin and returns its client and a channel that closes when it ends.
func startProcess(t *testing.T, arguments ...string) (pulumirpc.ResourceProviderClient, chan struct{}) {
	t.Helper()
	process := exec.Command(os.Args[0], arguments...)
	process.Env = append(os.Environ(), asPlugin+"=1")
	output, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	port, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = process.Wait()
	}()
	t.Cleanup(func() {
		_ = process.Process.Kill()
		<-ended
	})
	connection, err := grpc.NewClient("127.0.0.1:"+strings.TrimSpace(port), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	return pulumirpc.NewResourceProviderClient(connection), ended
}

func startEngine(t *testing.T) (*grpc.Server, string) {
	t.Helper()
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	pulumirpc.RegisterEngineServer(server, pulumirpc.UnimplementedEngineServer{})
	go func() { _ = server.Serve(socket) }()
	t.Cleanup(server.Stop)
	return server, socket.Addr().String()
}

func endsWithin(t *testing.T, ended chan struct{}, limit time.Duration) {
	t.Helper()
	select {
	case <-ended:
	case <-time.After(limit):
		t.Errorf("the plugin still runs after %s", limit)
	}
}

func TestThePluginEndsWithTheEngine(t *testing.T) {
	engine, address := startEngine(t)
	client, ended := startProcess(t, "--logtostderr", "-v=3", "--tracing", "somewhere", address)
	if _, err := client.GetPluginInfo(context.Background(), &emptypb.Empty{}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
		t.Fatal("the plugin ended before the engine")
	case <-time.After(3 * time.Second):
	}
	engine.Stop()
	endsWithin(t, ended, 4*time.Second)
}

func TestThePluginEndsIfThereWasNeverAnEngine(t *testing.T) {
	engine, address := startEngine(t)
	engine.Stop()
	_, ended := startProcess(t, address)
	endsWithin(t, ended, 4*time.Second)
}

func TestAPluginWithoutAnEngineWaitsToBeAttached(t *testing.T) {
	client, ended := startProcess(t)
	_, address := startEngine(t)
	if _, err := client.Attach(context.Background(), &pulumirpc.PluginAttach{Address: address}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
		t.Error("the plugin ended")
	case <-time.After(time.Second):
	}
}

func TestALocalCommandEndsWithTheEngine(t *testing.T) {
	engine, address := startEngine(t)
	client, ended := startProcess(t, address)
	file := filepath.Join(t.TempDir(), "id")
	inputs, err := structpb.NewStruct(map[string]any{"create": "echo $$ > " + file + "; sleep 30"})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_, _ = client.Create(context.Background(), &pulumirpc.CreateRequest{
			Urn: "urn:pulumi:dev::p::command:local:Command::c", Properties: inputs,
		})
	}()
	command := readNumber(t, file)
	if err := syscall.Kill(command, 0); err != nil {
		t.Fatalf("the command does not run: %v", err)
	}
	engine.Stop()
	endsWithin(t, ended, 4*time.Second)
	if err := syscall.Kill(command, 0); err == nil {
		t.Error("the command still runs")
	}
}

func readNumber(t *testing.T, file string) int {
	t.Helper()
	for range 200 {
		content, _ := os.ReadFile(file)
		if number, err := strconv.Atoi(strings.TrimSpace(string(content))); err == nil {
			return number
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the command did not begin")
	return 0
}
