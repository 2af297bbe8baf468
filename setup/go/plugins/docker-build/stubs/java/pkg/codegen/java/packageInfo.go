// Package java holds the one type of pulumi-java that the docker-build plugin names. It only
// describes settings of a generated SDK, which running the plugin never reads.
package java

// PackageInfo has the fields that the plugin sets.
type PackageInfo struct {
	BuildFiles                      string            `json:"buildFiles,omitempty"`
	GradleNexusPublishPluginVersion string            `json:"gradleNexusPublishPluginVersion,omitempty"`
	Dependencies                    map[string]string `json:"dependencies,omitempty"`
}
