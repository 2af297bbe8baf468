package provider

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"

	"swarm/plugins/command/property"
)

func TestALocalCommandRunsAtEachStepOfItsLife(t *testing.T) {
	plugin, folder := startPlugin(t), t.TempDir()
	inputs := object{
		"create":      `echo "$GIVEN in $(pwd) with $(cat)"`,
		"update":      `echo "after $PULUMI_COMMAND_STDOUT"`,
		"delete":      `echo "$PULUMI_COMMAND_STDOUT" > deleted`,
		"dir":         folder,
		"stdin":       "words",
		"environment": object{"GIVEN": "g"},
	}
	state := plugin.create(localCommand, inputs)
	created := "g in " + folder + " with words"
	mustEqual(t, "stdout", state.Text("stdout"), created)
	state = plugin.update(localCommand, state, with(inputs, object{"stdin": "x"}))
	mustEqual(t, "stdout", state.Text("stdout"), "after "+created)
	plugin.delete(localCommand, state)
	deleted, err := os.ReadFile(filepath.Join(folder, "deleted"))
	if err != nil {
		t.Fatal(err)
	}
	mustEqual(t, "deleted", string(deleted), "after "+created+"\n")
}

func TestAnotherInterpreter(t *testing.T) {
	plugin := startPlugin(t)
	state := plugin.create(localCommand, object{"create": "words", "interpreter": []any{"echo", "some"}})
	mustEqual(t, "stdout", state.Text("stdout"), "some words")
}

func TestALocalFailureShowsTheCommandAndBothStreams(t *testing.T) {
	plugin := startPlugin(t)
	failure := plugin.createFails(localCommand, object{"create": "echo out; echo err >&2; exit 4"})
	mustContain(t, failure, "exit status 4", `"echo out;`, "\nout", "\nerr")
}

func TestCancelKillsALocalCommandAndItsChildren(t *testing.T) {
	plugin := startPlugin(t)
	time.AfterFunc(300*time.Millisecond, func() { _, _ = plugin.Cancel(context.Background(), &emptypb.Empty{}) })
	before := time.Now()
	mustContain(t, plugin.createFails(localCommand, object{"create": "sleep 30 & sleep 30"}), "cancelled")
	if taken := time.Since(before); taken > 5*time.Second {
		t.Errorf("it took %s", taken)
	}
}

func TestRunAtOnce(t *testing.T) {
	plugin := startPlugin(t)
	response, err := plugin.Invoke(context.Background(), &pulumirpc.InvokeRequest{
		Tok: "command:local:run", Args: toStruct(t, object{"command": "echo now; echo aside >&2"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	mustEqual(t, "stdout", property.FromStruct(response.GetReturn()).Text("stdout"), "now")
	mustEqual(t, "stderr", property.FromStruct(response.GetReturn()).Text("stderr"), "aside")
}

func TestCollectingFilesIsRefused(t *testing.T) {
	plugin := startPlugin(t)
	response, err := plugin.Check(context.Background(), &pulumirpc.CheckRequest{
		Urn: localCommand, News: toStruct(t, object{"assetPaths": []any{"*"}}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(response.GetFailures()) != 1 || !strings.Contains(response.GetFailures()[0].GetReason(), "official") {
		t.Errorf("failures: %v", response.GetFailures())
	}
}
