package provider

import (
	"context"
	"maps"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"swarm/plugins/command/property"
	"swarm/plugins/command/resource"
)

func (provider *Provider) Check(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	kind, err := kindOf(request.GetUrn())
	if err != nil {
		return nil, err
	}
	inputs, failures := kind.Inputs.Check(property.FromStruct(request.GetNews()))
	return &pulumirpc.CheckResponse{Inputs: inputs.Struct(), Failures: toFailures(failures)}, nil
}

func (provider *Provider) Diff(_ context.Context, request *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	kind, err := kindOf(request.GetUrn())
	if err != nil {
		return nil, err
	}
	before := property.FromStruct(request.GetOldInputs())
	if request.GetOldInputs() == nil {
		before = inputsOf(kind, property.FromStruct(request.GetOlds()))
	}
	changes := property.Differences(before, property.FromStruct(request.GetNews()))
	response := &pulumirpc.DiffResponse{
		Changes:         pulumirpc.DiffResponse_DIFF_NONE,
		HasDetailedDiff: true,
		DetailedDiff:    map[string]*pulumirpc.PropertyDiff{},
	}
	for _, path := range slices.Sorted(maps.Keys(changes)) {
		name := firstName(path)
		replaces := slices.Contains(kind.Replaces, name)
		response.Changes = pulumirpc.DiffResponse_DIFF_SOME
		response.DetailedDiff[path] = &pulumirpc.PropertyDiff{Kind: changeKind(changes[path], replaces), InputDiff: true}
		response.Diffs = appendOnce(response.Diffs, name)
		if replaces {
			response.Replaces = appendOnce(response.Replaces, name)
		}
	}
	return response, nil
}

// Read has nothing to ask: what a command has done cannot be seen from here.
func (provider *Provider) Read(_ context.Context, request *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	if _, err := kindOf(request.GetUrn()); err != nil {
		return nil, err
	}
	return &pulumirpc.ReadResponse{
		Id:         request.GetId(),
		Properties: request.GetProperties(),
		Inputs:     request.GetInputs(),
	}, nil
}

// previewUpdate keeps the outputs if the engine cannot see why they should change.
func previewUpdate(kind resource.Kind, inputs, state property.Fields) property.Fields {
	outputs := inputs
	uncertain := changesOutputs(kind, inputs, state)
	for _, name := range kind.Outputs {
		switch {
		case uncertain:
			outputs = outputs.With(name, property.Unknown())
		case state.Has(name):
			outputs = outputs.With(name, state[name])
		}
	}
	return outputs
}

func previewCreate(kind resource.Kind, inputs property.Fields) property.Fields {
	outputs := inputs
	for _, name := range kind.Outputs {
		outputs = outputs.With(name, property.Unknown())
	}
	return outputs
}

func changesOutputs(kind resource.Kind, inputs, state property.Fields) bool {
	for name := range kind.Inputs {
		if property.HasUnknown(inputs[name]) || !property.Equal(inputs[name], state[name]) {
			return true
		}
	}
	return false
}

func inputsOf(kind resource.Kind, state property.Fields) property.Fields {
	inputs := property.Fields{}
	for name, value := range state {
		if _, isInput := kind.Inputs[name]; isInput {
			inputs[name] = value
		}
	}
	return inputs
}

func changeKind(change property.Change, replaces bool) pulumirpc.PropertyDiff_Kind {
	kinds := map[property.Change][2]pulumirpc.PropertyDiff_Kind{
		property.Added:   {pulumirpc.PropertyDiff_ADD, pulumirpc.PropertyDiff_ADD_REPLACE},
		property.Deleted: {pulumirpc.PropertyDiff_DELETE, pulumirpc.PropertyDiff_DELETE_REPLACE},
		property.Updated: {pulumirpc.PropertyDiff_UPDATE, pulumirpc.PropertyDiff_UPDATE_REPLACE},
	}
	if replaces {
		return kinds[change][1]
	}
	return kinds[change][0]
}

func toFailures(failures []property.Failure) []*pulumirpc.CheckFailure {
	var answers []*pulumirpc.CheckFailure
	for _, failure := range failures {
		answers = append(answers, &pulumirpc.CheckFailure{Property: failure.Path, Reason: failure.Reason})
	}
	return answers
}

func firstName(path string) string {
	if end := strings.IndexAny(path, ".["); end > 0 {
		return path[:end]
	}
	return path
}

func appendOnce(names []string, name string) []string {
	if slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}
