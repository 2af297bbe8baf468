package remote

import (
	"context"
	"fmt"

	"github.com/pkg/sftp"

	"swarm/plugins/command/property"
	"swarm/plugins/command/resource"
)

var copyInputs = property.Shapes{
	"connection": connectionShape,
	"triggers":   {Kind: property.List},
	"remotePath": {Kind: property.Text, Required: true},
}

// CopyToRemote is a file, a text or a folder on another machine. Deleting it leaves the copy there.
var CopyToRemote = resource.Kind{
	Inputs:   copyInputs.Join(property.Shapes{"source": {Kind: property.Source, Required: true}}),
	Replaces: []string{"triggers"},
	Create:   copySource,
	Update: func(ctx context.Context, request resource.Request) (property.Fields, error) {
		before, after := request.State, request.Inputs
		if before.Asset("source").Hash == after.Asset("source").Hash && before.Text("remotePath") == after.Text("remotePath") {
			return after, nil
		}
		return copySource(ctx, request)
	},
}

// CopyFile is a file on another machine. It is replaced by any change and stays there when it is deleted.
var CopyFile = resource.Kind{
	Inputs: copyInputs.Join(property.Shapes{"localPath": {Kind: property.Text, Required: true}}),
	Create: func(ctx context.Context, request resource.Request) (property.Fields, error) {
		source := property.Asset{Path: request.Inputs.Text("localPath")}
		return request.Inputs, transfer(ctx, request, source)
	},
}

func copySource(ctx context.Context, request resource.Request) (property.Fields, error) {
	return request.Inputs, transfer(ctx, request, request.Inputs.Asset("source"))
}

func transfer(ctx context.Context, request resource.Request, source property.Asset) error {
	client, err := dialFor(ctx, request)
	if err != nil {
		return err
	}
	defer client.Close()
	defer context.AfterFunc(ctx, client.Close)()
	files, err := sftp.NewClient(client.Client, sftp.UseConcurrentWrites(true))
	if err != nil {
		return fmt.Errorf("the SSH server offers no file transfer (sftp): %w", err)
	}
	defer files.Close()
	target := request.Inputs.Text("remotePath")
	if err := (upload{files}).put(source, target); err != nil {
		return fmt.Errorf("copying to %s: %w", target, explain(ctx, err))
	}
	return nil
}
