package provider

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"swarm/plugins/command/property"
)

func TestARemoteCommandRunsAtEachStepOfItsLife(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	inputs := object{
		"connection": server.connection(),
		"create":     "echo created with $(cat); echo aside >&2",
		"update":     "echo updated with $(cat)",
		"delete":     "echo deleted with $(cat) > " + server.path("deleted"),
		"stdin":      secret("words"),
	}
	state := plugin.create(remoteCommand, inputs)
	mustEqual(t, "stdout", state.Text("stdout"), "created with words")
	mustEqual(t, "stderr", state.Text("stderr"), "aside")

	state = plugin.update(remoteCommand, state, with(inputs, object{"stdin": secret("others")}))
	mustEqual(t, "stdout", state.Text("stdout"), "updated with others")
	mustEqual(t, "stderr", state.Text("stderr"), "")

	plugin.delete(remoteCommand, state)
	mustEqual(t, "what delete wrote", server.read("deleted"), "deleted with others")
}

func TestAnUpdateWithoutACommandOfItsOwnCreatesAgain(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	inputs := object{"connection": server.connection(), "create": "echo x >> " + server.path("runs") + "; wc -l < " + server.path("runs")}
	state := plugin.create(remoteCommand, inputs)
	state = plugin.update(remoteCommand, state, with(inputs, object{"stdin": "new"}))
	mustEqual(t, "stdout", strings.TrimSpace(state.Text("stdout")), "2")
	plugin.delete(remoteCommand, state)
	mustEqual(t, "runs after delete", server.read("runs"), "x\nx")
}

func TestAnUpdateWithNothingToRunKeepsTheOutput(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	state := plugin.create(remoteCommand, object{"connection": server.connection(), "create": "echo kept"})
	state = plugin.update(remoteCommand, state, object{"connection": server.connection(), "delete": "true"})
	mustEqual(t, "stdout", state.Text("stdout"), "kept")
}

func TestOnlyTheLastLineEndIsCutOff(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	state := plugin.create(remoteCommand, object{"connection": server.connection(), "create": `printf ' a\n\n'; printf 'b\377' >&2`})
	mustEqual(t, "stdout", state.Text("stdout"), " a\n")
	mustEqual(t, "stderr", state.Text("stderr"), "b\uFFFD")
}

func TestAFailureShowsTheCommandAndBothStreams(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	failure := plugin.createFails(remoteCommand, object{
		"connection": server.connection(), "create": "echo to stdout; echo to stderr >&2; exit 3", "logging": "none",
	})
	mustContain(t, failure, "exited with status 3", "echo to stdout; echo", "\nto stdout", "\nto stderr")
}

func TestStdinThatNobodyReadsIsNoFailure(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	for range 5 {
		plugin.create(remoteCommand, object{"connection": server.connection(), "create": "exit 0", "stdin": strings.Repeat("x", 3_000_000)})
	}
}

func TestLinesAreShownWhileTheCommandRuns(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		plugin.create(remoteCommand, object{
			"connection": server.connection(),
			"create":     "echo early; echo aside >&2; while [ ! -e " + server.path("go") + " ]; do sleep 0.05; done; echo late",
		})
	}()
	for tries := 0; !slices.Contains(plugin.engine.lines(), "early"); tries++ {
		if tries > 1000 {
			t.Fatal("the first line is not shown")
		}
		time.Sleep(10 * time.Millisecond)
	}
	if slices.Contains(plugin.engine.lines(), "late") {
		t.Error("the last line is shown too early")
	}
	server.write("go", "")
	<-done
	lines := plugin.engine.lines()
	slices.Sort(lines)
	mustEqual(t, "lines", strings.Join(lines, " "), "aside early late")
	first := plugin.engine.told[0]
	if !first.GetEphemeral() || first.GetUrn() != remoteCommand || first.GetSeverity() != pulumirpc.LogSeverity_INFO {
		t.Errorf("the line is told as %v", first)
	}
}

func TestLoggingChoosesTheStreams(t *testing.T) {
	t.Parallel()
	server := startServer(t)
	for logging, expected := range map[string]string{"stdout": "out", "stderr": "err", "stdoutAndStderr": "err out", "none": ""} {
		plugin := startPluginAlone(t)
		state := plugin.create(remoteCommand, object{"connection": server.connection(), "create": "echo out; echo err >&2", "logging": logging})
		lines := plugin.engine.lines()
		slices.Sort(lines)
		mustEqual(t, "lines with "+logging, strings.Join(lines, " "), expected)
		mustEqual(t, "stdout", state.Text("stdout"), "out")
		mustEqual(t, "stderr", state.Text("stderr"), "err")
	}
}

func TestSecretInputsStaySecret(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	state := plugin.create(remoteCommand, object{
		"connection": server.connection(), "create": "true", "stdin": secret("hush"), "environment": object{"GIVEN": secret("hush")},
	})
	for name, value := range map[string]any{
		"stdin":                 state["stdin"].AsInterface(),
		"environment.GIVEN":     property.Plain(state["environment"]).GetStructValue().GetFields()["GIVEN"].AsInterface(),
		"connection.privateKey": property.Plain(state["connection"]).GetStructValue().GetFields()["privateKey"].AsInterface(),
	} {
		if marked, isObject := value.(object); !isObject || len(marked) != 2 || marked["value"] == nil {
			t.Errorf("%s is not marked: %v", name, value)
		}
	}
	if property.Plain(state["connection"]) == state["connection"] {
		t.Error("the connection is not marked")
	}
}

func TestEnvironment(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	inputs := object{"connection": server.connection(), "environment": object{"GIVEN": "a b"}, "create": `echo "$GIVEN"`}
	state := plugin.create(remoteCommand, inputs)
	mustEqual(t, "stdout", state.Text("stdout"), "a b")

	refused := plugin.createFails(remoteCommand, with(inputs, object{"environment": object{"OTHER": "x"}}))
	mustContain(t, refused, "OTHER", "AcceptEnv")

	// This server accepts no PULUMI_COMMAND_STDOUT: a warning, not a failure, and silence when it is not wanted.
	state = plugin.update(remoteCommand, state, with(inputs, object{"stdin": "1", "addPreviousOutputInEnv": false}))
	mustEqual(t, "warnings", strings.Count(strings.Join(plugin.engine.lines(), "\n"), "AcceptEnv"), 0)
	plugin.update(remoteCommand, state, with(inputs, object{"stdin": "2"}))
	mustContain(t, strings.Join(plugin.engine.lines(), "\n"), "PULUMI_COMMAND_STDOUT", "AcceptEnv", "addPreviousOutputInEnv")
}

func TestATimeoutEndsTheCommand(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	_, err := plugin.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn:     remoteCommand,
		Timeout: 1,
		Properties: plugin.check(remoteCommand, object{
			"connection": server.connection(),
			"create":     "echo begun; trap 'echo ended > " + server.path("ended") + "; exit 1' TERM; while :; do sleep 0.1; done",
		}),
	})
	if err == nil {
		t.Fatal("it was created")
	}
	mustContain(t, err.Error(), "longer than the 1s", "customTimeouts", "begun")
	if os.Geteuid() != 0 {
		// OpenSSH does not pass signals on to commands of root.
		server.waitFor("ended")
	}
}

func TestARemoteCommandGoesOnWhenTheEngineHangsUp(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	request := &pulumirpc.CreateRequest{Urn: remoteCommand, Properties: plugin.check(remoteCommand, object{
		"connection": server.connection(),
		"create":     "touch " + server.path("begun") + "; sleep 1; echo words; touch " + server.path("done"),
	})}
	ctx, hangUp := context.WithCancel(context.Background())
	go func() {
		server.waitFor("begun")
		hangUp()
	}()
	if _, err := plugin.Create(ctx, request); err == nil {
		t.Error("it was created")
	}
	server.waitFor("done")
}
