package provider

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	"swarm/plugins/command/local"
	"swarm/plugins/command/property"
	"swarm/plugins/command/resource"
)

func (provider *Provider) Create(ctx context.Context, request *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	kind, err := kindOf(request.GetUrn())
	if err != nil {
		return nil, err
	}
	inputs := property.FromStruct(request.GetProperties())
	if request.GetPreview() {
		return &pulumirpc.CreateResponse{Properties: previewCreate(kind, inputs).Struct()}, nil
	}
	work := provider.begin(ctx, request.GetUrn(), request.GetTimeout())
	defer work.end()
	outputs, err := kind.Create(work.context, work.request(inputs, nil))
	if err != nil {
		return nil, err
	}
	return &pulumirpc.CreateResponse{Id: newID(request.GetUrn()), Properties: outputs.Struct()}, nil
}

func (provider *Provider) Update(ctx context.Context, request *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	kind, err := kindOf(request.GetUrn())
	if err != nil {
		return nil, err
	}
	inputs, state := property.FromStruct(request.GetNews()), property.FromStruct(request.GetOlds())
	if request.GetPreview() {
		return &pulumirpc.UpdateResponse{Properties: previewUpdate(kind, inputs, state).Struct()}, nil
	}
	work := provider.begin(ctx, request.GetUrn(), request.GetTimeout())
	defer work.end()
	outputs, err := kind.Update(work.context, work.request(inputs, state))
	if err != nil {
		return nil, err
	}
	return &pulumirpc.UpdateResponse{Properties: outputs.Struct()}, nil
}

func (provider *Provider) Delete(ctx context.Context, request *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	kind, err := kindOf(request.GetUrn())
	if err != nil {
		return nil, err
	}
	work := provider.begin(ctx, request.GetUrn(), request.GetTimeout())
	defer work.end()
	return &emptypb.Empty{}, kind.Delete(work.context, work.request(nil, property.FromStruct(request.GetProperties())))
}

func (provider *Provider) Invoke(ctx context.Context, request *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	if request.GetTok() != "command:local:run" {
		return nil, status.Errorf(codes.NotFound, "the command plugin has no function %s", request.GetTok())
	}
	inputs, failures := local.RunInputs.Check(property.FromStruct(request.GetArgs()))
	if failures != nil {
		return &pulumirpc.InvokeResponse{Failures: toFailures(failures)}, nil
	}
	work := provider.begin(ctx, "", 0)
	defer work.end()
	outputs, err := local.RunOnce(work.context, work.request(inputs, nil))
	if err != nil {
		return nil, err
	}
	return &pulumirpc.InvokeResponse{Return: outputs.Struct()}, nil
}

// work is one step while it runs.
type work struct {
	context context.Context
	halt    context.Context
	report  resource.Report
	end     func()
}

// begin separates giving up from running out of time: a command that runs is not cut off because the engine hangs up.
func (provider *Provider) begin(ctx context.Context, urn string, seconds float64) work {
	provider.work.Add(1)
	halt, stop := context.WithCancelCause(ctx)
	forget := context.AfterFunc(provider.halt, func() { stop(context.Cause(provider.halt)) })
	limited, cancel := context.WithoutCancel(ctx), context.CancelFunc(func() {})
	if seconds > 0 {
		limit := time.Duration(seconds * float64(time.Second))
		limited, cancel = context.WithTimeoutCause(limited, limit,
			fmt.Errorf("it took longer than the %s that customTimeouts allows", limit))
	}
	return work{
		context: limited,
		halt:    halt,
		report:  report{provider: provider, urn: urn},
		end: func() {
			cancel()
			forget()
			stop(nil)
			provider.work.Done()
		},
	}
}

func (work work) request(inputs, state property.Fields) resource.Request {
	return resource.Request{Inputs: inputs, State: state, Halt: work.halt, Report: work.report}
}

type report struct {
	provider *Provider
	urn      string
}

func (report report) Status(line string)  { report.provider.engine.Load().Status(report.urn, line) }
func (report report) Warn(message string) { report.provider.engine.Load().Warn(report.urn, message) }

func newID(urn string) string {
	random := make([]byte, 4)
	// Read never fails, says its documentation.
	_, _ = rand.Read(random)
	return nameOf(urn) + hex.EncodeToString(random)
}
