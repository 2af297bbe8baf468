// Command pulumi-resource-docker stands in for Pulumi's docker plugin where that one cannot be
// downloaded.
package main

import (
	_ "embed"
	"os"
	"time"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/terraform-providers/terraform-provider-docker/bridge/bridge"
)

//go:embed schema.json
var schema []byte

func main() {
	// Pulumi does not stop its plugins when it is killed itself.
	parent := os.Getppid()
	go func() {
		for os.Getppid() == parent {
			time.Sleep(time.Second)
		}
		os.Exit(1)
	}()
	tfbridge.Main("docker", bridge.Version, bridge.Provider(), schema)
}
