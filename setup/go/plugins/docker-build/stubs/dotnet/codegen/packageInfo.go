// Package codegen holds the one type of pulumi-dotnet that the docker-build plugin names. It only
// describes settings of a generated SDK, which running the plugin never reads.
package codegen

// CSharpPackageInfo has the fields that the plugin sets.
type CSharpPackageInfo struct {
	RespectSchemaVersion bool              `json:"respectSchemaVersion,omitempty"`
	PackageReferences    map[string]string `json:"packageReferences,omitempty"`
}
