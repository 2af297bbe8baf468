package command

import (
	"maps"
	"slices"

	"swarm/plugins/command/property"
	"swarm/plugins/command/resource"
)

// Step is one run of one command.
type Step struct {
	Command  string
	Inputs   property.Fields
	Previous Output
	resource.Request
}

// Output is what a command wrote.
type Output struct {
	Stdout string
	Stderr string
}

// Variable is an environment variable of a command.
type Variable struct {
	Name  string
	Value string
	// Optional variables are given if possible; a command runs without them as well.
	Optional bool
}

// Stdin is what the command reads.
func (step Step) Stdin() string { return step.Inputs.Text("stdin") }

// Environment are the variables that the user gave and the output of the previous run.
func (step Step) Environment() []Variable {
	given := step.Inputs.TextByName("environment")
	variables := []Variable{}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		variables = append(variables, Variable{Name: name, Value: given[name]})
	}
	if step.Inputs.Has("addPreviousOutputInEnv") && !step.Inputs.Truth("addPreviousOutputInEnv") {
		return variables
	}
	if step.Previous.Stdout != "" {
		variables = append(variables, Variable{"PULUMI_COMMAND_STDOUT", step.Previous.Stdout, true})
	}
	if step.Previous.Stderr != "" {
		variables = append(variables, Variable{"PULUMI_COMMAND_STDERR", step.Previous.Stderr, true})
	}
	return variables
}

// shows tells whether the user wants to see a stream while the command runs.
func (step Step) shows(stream string) bool {
	wanted := step.Inputs.Text("logging")
	return wanted == "" || wanted == stream || wanted == "stdoutAndStderr"
}
