package command

import (
	"context"

	"google.golang.org/protobuf/types/known/structpb"

	"swarm/plugins/command/property"
	"swarm/plugins/command/resource"
)

// Outputs are the properties that a command adds to its inputs.
var Outputs = []string{"stdout", "stderr"}

// Run runs one command.
type Run func(context.Context, Step) (Output, error)

// Kind makes a type of resource out of a way to run commands.
func Kind(inputs property.Shapes, run Run) resource.Kind {
	return resource.Kind{
		Inputs:   inputs,
		Outputs:  Outputs,
		Replaces: []string{"triggers"},
		Create: func(ctx context.Context, request resource.Request) (property.Fields, error) {
			return runFirst(ctx, request, run, "create")
		},
		Update: func(ctx context.Context, request resource.Request) (property.Fields, error) {
			return runFirst(ctx, request, run, "update", "create")
		},
		Delete: func(ctx context.Context, request resource.Request) error {
			request.Inputs = request.State
			_, err := runFirst(ctx, request, run, "delete")
			return err
		},
	}
}

// runFirst runs the first of the named commands that the resource has, and keeps the previous output if it has none.
func runFirst(ctx context.Context, request resource.Request, run Run, names ...string) (property.Fields, error) {
	previous := Output{Stdout: request.State.Text("stdout"), Stderr: request.State.Text("stderr")}
	for _, name := range names {
		if request.Inputs.Has(name) {
			step := Step{Command: request.Inputs.Text(name), Inputs: request.Inputs, Previous: previous, Request: request}
			output, err := run(ctx, step)
			return output.Fields(request.Inputs), err
		}
	}
	return previous.Fields(request.Inputs), nil
}

// Fields are the inputs and the output together, as the state keeps them.
func (output Output) Fields(inputs property.Fields) property.Fields {
	return inputs.
		With("stdout", structpb.NewStringValue(output.Stdout)).
		With("stderr", structpb.NewStringValue(output.Stderr))
}
