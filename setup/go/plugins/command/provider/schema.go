package provider

import (
	"encoding/json"

	"swarm/plugins/command/local"
	"swarm/plugins/command/property"
)

type object = map[string]any

// schema describes the plugin to tools that ask; programs bring the description in their own package.
func schema(version string) (string, error) {
	resources := object{}
	for token, kind := range kinds {
		inputs := properties(kind.Inputs)
		outputs := properties(kind.Inputs)
		for _, name := range kind.Outputs {
			outputs[name] = object{"type": "string"}
		}
		resources[token] = object{
			"inputProperties": inputs,
			"properties":      outputs,
			"requiredInputs":  required(kind.Inputs),
		}
	}
	text, err := json.Marshal(object{
		"name":      "command",
		"version":   version,
		"resources": resources,
		"functions": object{"command:local:run": object{
			"inputs":  object{"properties": properties(local.RunInputs), "required": required(local.RunInputs)},
			"outputs": object{"properties": properties(local.RunInputs)},
		}},
	})
	return string(text), err
}

func properties(shapes property.Shapes) object {
	described := object{}
	for name, shape := range shapes {
		described[name] = describe(shape)
	}
	return described
}

func describe(shape property.Shape) object {
	described := object{}
	switch shape.Kind {
	case property.Text:
		described["type"] = "string"
	case property.Number:
		described["type"] = "number"
	case property.Integer:
		described["type"] = "integer"
	case property.Truth:
		described["type"] = "boolean"
	case property.List:
		described["type"] = "array"
		described["items"] = object{"$ref": "pulumi.json#/Any"}
		if shape.Item != nil {
			described["items"] = describe(*shape.Item)
		}
	case property.Map:
		described["type"] = "object"
		described["additionalProperties"] = describe(*shape.Item)
	default:
		described["$ref"] = "pulumi.json#/Any"
	}
	if shape.Secret {
		described["secret"] = true
	}
	return described
}

func required(shapes property.Shapes) []string {
	names := []string{}
	for name, shape := range shapes {
		if shape.Required {
			names = append(names, name)
		}
	}
	return names
}
