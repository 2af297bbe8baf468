// Package command is what local and remote commands have in common: their inputs and which command runs when.
package command

import "swarm/plugins/command/property"

var text = property.Shape{Kind: property.Text}

// Base are the inputs of everything that runs a command.
var Base = property.Shapes{
	"stdin":                  text,
	"environment":            {Kind: property.Map, Item: &text},
	"addPreviousOutputInEnv": {Kind: property.Truth},
	"logging": {
		Kind:    property.Text,
		Choices: []string{"stdout", "stderr", "stdoutAndStderr", "none"},
	},
}

// Inputs are those of a resource that runs commands.
var Inputs = Base.Join(property.Shapes{
	"create":   text,
	"update":   text,
	"delete":   text,
	"triggers": {Kind: property.List},
})
