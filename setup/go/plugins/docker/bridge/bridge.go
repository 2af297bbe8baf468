// Package bridge shows the upstream Terraform provider for Docker under the names of Pulumi's
// own `docker` package.
package bridge

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// Version is that of the npm package @pulumi/docker in package.json.
const Version = "5.2.0"

var resources = map[string]string{
	"docker_buildx_builder": "BuildxBuilder",
	"docker_config":         "ServiceConfig",
	"docker_container":      "Container",
	"docker_image":          "RemoteImage",
	"docker_network":        "Network",
	"docker_plugin":         "Plugin",
	"docker_registry_image": "RegistryImage",
	"docker_secret":         "Secret",
	"docker_service":        "Service",
	"docker_tag":            "Tag",
	"docker_volume":         "Volume",
}

var functions = map[string]string{
	"docker_image":                    "getRemoteImage",
	"docker_logs":                     "getLogs",
	"docker_network":                  "getNetwork",
	"docker_plugin":                   "getPlugin",
	"docker_registry_image":           "getRegistryImage",
	"docker_registry_image_manifests": "getRegistryImageManifests",
}

// fields holds the names that differ from the bridge's rules. An empty `name` is one that the
// user gives: it is never made up.
var fields = map[string]map[string]*tfbridge.SchemaInfo{
	"docker_container": {
		"command":           {Name: "command"},
		"networks_advanced": {Name: "networksAdvanced"},
	},
	"docker_image": {"name": {}},
}

func member(name string) tokens.ModuleMember {
	module := string(name[0]|0x20) + name[1:]
	return tokens.ModuleMember("docker:index/" + module + ":" + name)
}

// Provider describes the provider to Pulumi.
func Provider() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:           shimv2.NewProvider(provider.New(Version)()),
		Name:        "docker",
		Version:     Version,
		Description: "The upstream Terraform provider for Docker under the names of Pulumi's docker package.",
		License:     "Apache-2.0",
		GitHubOrg:   "kreuzwerker",
		Config: map[string]*tfbridge.SchemaInfo{
			"host":          {Default: &tfbridge.DefaultInfo{EnvVars: []string{"DOCKER_HOST"}}},
			"registry_auth": {Name: "registryAuth", MaxItemsOne: tfbridge.False()},
		},
		Resources:   map[string]*tfbridge.ResourceInfo{},
		DataSources: map[string]*tfbridge.DataSourceInfo{},
	}
	for upstream, name := range resources {
		info.Resources[upstream] = &tfbridge.ResourceInfo{
			Tok:    tokens.Type(member(name)),
			Fields: fields[upstream],
		}
	}
	for upstream, name := range functions {
		info.DataSources[upstream] = &tfbridge.DataSourceInfo{Tok: member(name)}
	}
	// A container's name, address and ports can be held by one container only.
	info.Resources["docker_container"].DeleteBeforeReplace = true
	info.SetAutonaming(255, "-")
	return info
}
