package remote

import (
	"context"
	"fmt"
	"io"

	"golang.org/x/crypto/ssh"

	"swarm/plugins/command/command"
	"swarm/plugins/command/property"
	"swarm/plugins/command/resource"
)

// Command is a command on another machine.
var Command = command.Kind(command.Inputs.Join(property.Shapes{"connection": connectionShape}), run)

func run(ctx context.Context, step command.Step) (command.Output, error) {
	client, err := dialFor(ctx, step.Request)
	if err != nil {
		return command.Output{}, err
	}
	defer client.Close()
	ctx, forget := watch(ctx, client.Client, askEvery, silentFor)
	defer forget()
	session, err := client.NewSession()
	if err != nil {
		return command.Output{}, fmt.Errorf("the SSH server opens no session: %w", explain(ctx, err))
	}
	defer session.Close()
	if err := setEnvironment(session, step); err != nil {
		return command.Output{}, err
	}
	capture := command.NewCapture(step)
	session.Stdout = capture.Stdout
	session.Stderr = capture.Stderr
	err = runSession(ctx, client, session, step)
	capture.Close()
	if err != nil {
		return command.Output{}, capture.Failure(err)
	}
	return capture.Output(), nil
}

// dialFor connects for a request, unless its time is over or the user gives up meanwhile.
func dialFor(ctx context.Context, request resource.Request) (*Client, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	forget := context.AfterFunc(request.Halt, func() { cancel(context.Cause(request.Halt)) })
	defer forget()
	return readConnection(request.Inputs.Object("connection")).dial(ctx, request.Report)
}

func setEnvironment(session *ssh.Session, step command.Step) error {
	for _, variable := range step.Environment() {
		err := session.Setenv(variable.Name, variable.Value)
		switch {
		case err == nil:
		case variable.Optional:
			step.Report.Warn(refusedVariable(variable.Name) + ", or set addPreviousOutputInEnv to false.")
		default:
			return fmt.Errorf("%s, or write %s=value in front of the command: %w",
				refusedVariable(variable.Name), variable.Name, err)
		}
	}
	return nil
}

func refusedVariable(name string) string {
	return fmt.Sprintf("the SSH server does not accept the environment variable %s: allow it there with AcceptEnv", name)
}

// runSession waits for the command, but not longer than the resource's timeout.
func runSession(ctx context.Context, client *Client, session *ssh.Session, step command.Step) error {
	stdin, err := session.StdinPipe()
	if err != nil {
		return err
	}
	if err := session.Start(step.Command); err != nil {
		return err
	}
	go func() {
		// A command need not read what it is given, so a failure here says nothing about it.
		_, _ = io.WriteString(stdin, step.Stdin())
		_ = stdin.Close()
	}()
	finished := make(chan error, 1)
	go func() { finished <- session.Wait() }()
	select {
	case err := <-finished:
		if err != nil {
			return explain(ctx, err)
		}
		return nil
	case <-ctx.Done():
		_ = session.Signal(ssh.SIGTERM)
		client.Close()
		<-finished
		return context.Cause(ctx)
	}
}
