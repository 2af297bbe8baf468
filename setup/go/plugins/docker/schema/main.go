// Command schema writes the schema that the plugin carries. It takes every language's generator
// along, so the result is kept in the repository: `go run -tags no_compose ./schema schema.json`.
package main

import (
	"context"
	"encoding/json"
	"io"
	"os"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfgen"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
	"github.com/spf13/afero"
	"github.com/terraform-providers/terraform-provider-docker/bridge/bridge"
)

func main() {
	info := bridge.Provider()
	generator, err := tfgen.NewGenerator(tfgen.GeneratorOptions{
		Package: info.Name, Version: info.Version, Language: tfgen.Schema,
		ProviderInfo: info, Root: afero.NewMemMapFs(),
		Sink:          diag.DefaultSink(io.Discard, os.Stderr, diag.FormatOptions{Color: colors.Never}),
		XInMemoryDocs: true, SkipDocs: true, SkipExamples: true,
	})
	check(err)
	result, err := generator.Generate(context.Background())
	check(err)
	result.PackageSpec.Version = info.Version
	text, err := json.MarshalIndent(result.PackageSpec, "", " ")
	check(err)
	check(os.WriteFile(os.Args[1], append(text, '\n'), 0o644))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
