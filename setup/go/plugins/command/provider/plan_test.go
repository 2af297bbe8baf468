package provider

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"swarm/plugins/command/property"
)

var somewhere = object{"host": "h", "privateKey": "k"}

func unknown() any { return property.Unknown().AsInterface() }

func TestWhatUpdatesAndWhatReplaces(t *testing.T) {
	plugin := startPlugin(t)
	base := object{"connection": somewhere, "create": "c", "triggers": []any{"a"}}
	cases := map[string]struct {
		after    object
		changed  string
		replaced string
	}{
		"nothing":            {base, "", ""},
		"create":             {with(base, object{"create": "d"}), "create=UPDATE", ""},
		"update added":       {with(base, object{"update": "u"}), "update=ADD", ""},
		"stdin added":        {with(base, object{"stdin": secret("s")}), "stdin=ADD", ""},
		"another host":       {with(base, object{"connection": with(somewhere, object{"host": "i"})}), "connection.host=UPDATE", ""},
		"another trigger":    {with(base, object{"triggers": []any{"b"}}), "triggers[0]=UPDATE_REPLACE", "triggers"},
		"one trigger more":   {with(base, object{"triggers": []any{"a", "b"}}), "triggers[1]=ADD_REPLACE", "triggers"},
		"no triggers left":   {object{"connection": somewhere, "create": "c"}, "triggers=DELETE_REPLACE", "triggers"},
		"unknown trigger":    {with(base, object{"triggers": []any{unknown()}}), "triggers[0]=UPDATE_REPLACE", "triggers"},
		"unknown connection": {with(base, object{"connection": unknown()}), "connection=UPDATE", ""},
	}
	for name, given := range cases {
		t.Run(name, func(t *testing.T) {
			response := plugin.diff(remoteCommand, base, given.after)
			var changed []string
			for _, path := range slices.Sorted(maps.Keys(response.GetDetailedDiff())) {
				changed = append(changed, path+"="+response.GetDetailedDiff()[path].GetKind().String())
			}
			mustEqual(t, "change", strings.Join(changed, " "), given.changed)
			mustEqual(t, "replacement", strings.Join(response.GetReplaces(), " "), given.replaced)
			mustEqual(t, "some change", response.GetChanges() == pulumirpc.DiffResponse_DIFF_SOME, given.changed != "")
			mustEqual(t, "delete before replace", response.GetDeleteBeforeReplace(), false)
		})
	}
}

func TestAnOldEngineSendsNoOldInputs(t *testing.T) {
	plugin := startPlugin(t)
	inputs := plugin.check(remoteCommand, object{"connection": somewhere, "create": "c"})
	state := property.FromStruct(inputs).With("stdout", property.Unknown()).Struct()
	response, err := plugin.Diff(context.Background(), &pulumirpc.DiffRequest{Urn: remoteCommand, Id: "i", Olds: state, News: inputs})
	if err != nil || response.GetChanges() != pulumirpc.DiffResponse_DIFF_NONE {
		t.Errorf("%v %v", response, err)
	}
}

func TestAPreviewOfACreateKnowsTheInputsOnly(t *testing.T) {
	plugin := startPlugin(t)
	response, err := plugin.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: remoteCommand, Preview: true,
		Properties: plugin.check(remoteCommand, object{"connection": unknown(), "create": "c"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	outputs := property.FromStruct(response.GetProperties())
	mustEqual(t, "create", outputs.Text("create"), "c")
	for _, name := range []string{"stdout", "stderr", "connection"} {
		mustEqual(t, name+" unknown", property.IsUnknown(outputs[name]), true)
	}
}

func TestAPreviewOfAnUpdateForgetsTheOutputIfAnInputChanges(t *testing.T) {
	plugin := startPlugin(t)
	inputs := object{"connection": somewhere, "create": "c"}
	state := property.FromStruct(plugin.check(remoteCommand, inputs)).
		With("stdout", toStruct(t, object{"o": "out"}).GetFields()["o"]).
		With("stderr", toStruct(t, object{"o": "err"}).GetFields()["o"])
	for name, given := range map[string]struct {
		after   object
		unknown bool
	}{
		"nothing": {inputs, false},
		"changed": {with(inputs, object{"create": "d"}), true},
		"added":   {with(inputs, object{"update": "u"}), true},
		"unknown": {with(inputs, object{"stdin": unknown()}), true},
	} {
		response, err := plugin.Update(context.Background(), &pulumirpc.UpdateRequest{
			Urn: remoteCommand, Id: "i", Preview: true, Olds: state.Struct(), News: plugin.check(remoteCommand, given.after),
		})
		if err != nil {
			t.Fatal(err)
		}
		outputs := property.FromStruct(response.GetProperties())
		mustEqual(t, name+": stdout unknown", property.IsUnknown(outputs["stdout"]), given.unknown)
		if !given.unknown {
			mustEqual(t, "stdout", outputs.Text("stdout"), "out")
		}
	}
}

func TestReadEchoesTheState(t *testing.T) {
	plugin := startPlugin(t)
	state, inputs := toStruct(t, object{"stdout": "x"}), toStruct(t, object{"create": "c"})
	response, err := plugin.Read(context.Background(), &pulumirpc.ReadRequest{Urn: remoteCommand, Id: "i", Properties: state, Inputs: inputs})
	if err != nil {
		t.Fatal(err)
	}
	mustEqual(t, "id", response.GetId(), "i")
	mustEqual(t, "state", response.GetProperties().String(), state.String())
	mustEqual(t, "inputs", response.GetInputs().String(), inputs.String())
}

func TestWhatDoesNotExistIsRefused(t *testing.T) {
	plugin := startPlugin(t)
	_, err := plugin.Check(context.Background(), &pulumirpc.CheckRequest{Urn: "urn:pulumi:dev::p::command:remote:Nothing::n"})
	mustContain(t, err.Error(), "command:remote:Nothing")
	_, err = plugin.Check(context.Background(), &pulumirpc.CheckRequest{Urn: "urn:pulumi:dev::p::command:remote:CopyToRemote::n"})
	mustContain(t, err.Error(), "the command plugin has no resource command:remote:CopyToRemote")
	_, err = plugin.Invoke(context.Background(), &pulumirpc.InvokeRequest{Tok: "command:remote:run"})
	mustContain(t, err.Error(), "command:remote:run")
	response, err := plugin.Check(context.Background(), &pulumirpc.CheckRequest{
		Urn: remoteCommand, News: toStruct(t, object{"connection": object{}, "craete": "x"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	mustContain(t, response.String(), "connection.host", "required", "craete", "no such input")
}

func TestTheEngineLearnsWhatThePluginCan(t *testing.T) {
	plugin := startPlugin(t)
	configured, err := plugin.Configure(context.Background(), &pulumirpc.ConfigureRequest{})
	if err != nil || !configured.GetAcceptSecrets() || !configured.GetSupportsPreview() {
		t.Errorf("%v %v", configured, err)
	}
	described, err := plugin.GetSchema(context.Background(), &pulumirpc.GetSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Name, Version string
		Resources     map[string]any
	}
	if err := json.Unmarshal([]byte(described.GetSchema()), &schema); err != nil {
		t.Fatal(err)
	}
	mustEqual(t, "name and version", schema.Name+schema.Version, "command1.2.1")
	mustEqual(t, "resources", len(schema.Resources), 2)
}
