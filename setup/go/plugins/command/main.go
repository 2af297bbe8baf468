// Command pulumi-resource-command stands in for the official Pulumi plugin of the same name.
package main

import (
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"

	"swarm/plugins/command/provider"
)

// Set by the linker.
var version = "0.0.0"

// Commands may carry big texts; this is the engine's own limit.
const largestMessage = 400 << 20

// How long commands may go on when the engine is gone. Remote ones go on without the plugin.
const patience = 5 * time.Second

func main() {
	if err := serve(engineAddress(os.Args[1:])); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-resource-command:", err)
		os.Exit(1)
	}
}

func serve(address string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	service := provider.New(version)
	if address != "" {
		engine, err := service.Use(address)
		if err != nil {
			return err
		}
		go func() {
			engine.Watch()
			service.Abandon(patience)
			os.Exit(0)
		}()
	}
	server := grpc.NewServer(grpc.MaxRecvMsgSize(largestMessage), grpc.MaxSendMsgSize(largestMessage))
	pulumirpc.RegisterResourceProviderServer(server, service)
	// The engine reads the port from the first line.
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	return server.Serve(listener)
}

// engineAddress is the last argument; the flags before it ask for logs that this plugin does not write.
func engineAddress(arguments []string) string {
	if len(arguments) == 0 || strings.HasPrefix(arguments[len(arguments)-1], "-") {
		return ""
	}
	return arguments[len(arguments)-1]
}
