// Package local runs commands on this computer.
package local

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"syscall"

	"swarm/plugins/command/command"
	"swarm/plugins/command/property"
	"swarm/plugins/command/resource"
)

const noCollecting = "this stand-in does not collect files after a command; use the official command plugin, or read the files in the program"

var text = property.Shape{Kind: property.Text}

var place = property.Shapes{
	"dir":          text,
	"interpreter":  {Kind: property.List, Item: &text},
	"assetPaths":   {Kind: property.List, Refusal: noCollecting},
	"archivePaths": {Kind: property.List, Refusal: noCollecting},
}

// Command is a command on this computer.
var Command = command.Kind(command.Inputs.Join(place), run)

// RunInputs are those of a command that is run at once, without a resource.
var RunInputs = command.Base.Join(place).Join(property.Shapes{"command": {Kind: property.Text, Required: true}})

// RunOnce runs a command at once, also during a preview.
func RunOnce(ctx context.Context, request resource.Request) (property.Fields, error) {
	output, err := run(ctx, command.Step{
		Command: request.Inputs.Text("command"),
		Inputs:  request.Inputs,
		Request: request,
	})
	return output.Fields(request.Inputs), err
}

func run(ctx context.Context, step command.Step) (command.Output, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	forget := context.AfterFunc(step.Halt, func() { cancel(context.Cause(step.Halt)) })
	defer forget()

	interpreter := step.Inputs.Texts("interpreter")
	if len(interpreter) == 0 {
		interpreter = []string{"/bin/sh", "-c"}
	}
	process := exec.CommandContext(ctx, interpreter[0], append(interpreter[1:], step.Command)...)
	process.Dir = step.Inputs.Text("dir")
	process.Env = os.Environ()
	for _, variable := range step.Environment() {
		process.Env = append(process.Env, variable.Name+"="+variable.Value)
	}
	if step.Stdin() != "" {
		process.Stdin = strings.NewReader(step.Stdin())
	}
	// Killing only the shell would leave its children, and waiting for their output would take for ever.
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	process.Cancel = func() error { return syscall.Kill(-process.Process.Pid, syscall.SIGKILL) }
	capture := command.NewCapture(step)
	process.Stdout = capture.Stdout
	process.Stderr = capture.Stderr
	err := process.Run()
	capture.Close()
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		return command.Output{}, capture.Failure(err)
	}
	return capture.Output(), nil
}
