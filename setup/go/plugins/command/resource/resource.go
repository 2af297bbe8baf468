// Package resource says what a kind of resource has to be able to do.
package resource

import (
	"context"

	"swarm/plugins/command/property"
)

// Kind is one type of resource of this plugin.
type Kind struct {
	Inputs property.Shapes
	// Outputs are the names of the properties that exist beside the inputs once the resource does.
	Outputs []string
	// Replaces names the inputs whose change needs a new resource.
	Replaces []string
	// Create returns the properties of the new resource.
	Create func(context.Context, Request) (property.Fields, error)
	// Update returns the properties of the changed resource.
	Update func(context.Context, Request) (property.Fields, error)
	Delete func(context.Context, Request) error
}

// Request is one step that the engine wants to be done.
type Request struct {
	// Inputs are the wanted inputs; nil in a delete.
	Inputs property.Fields
	// State are the properties that the resource has now; nil in a create.
	State property.Fields
	// Halt ends when no new work may be started, because the user or the engine has given up.
	Halt context.Context
	// Report shows the progress to the user.
	Report Report
}

// Report shows the progress of a step to the user.
type Report interface {
	// Status shows a line for as long as the step runs.
	Status(line string)
	// Warn shows a warning that stays.
	Warn(message string)
}
