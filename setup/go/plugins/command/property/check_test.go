package property

import (
	"slices"
	"testing"
)

var shapes = Shapes{
	"host":     {Kind: Text, Required: true},
	"port":     {Kind: Number, Default: 22},
	"tries":    {Kind: Integer, Default: 10},
	"password": {Kind: Text, Secret: true},
	"logging":  {Kind: Text, Choices: []string{"none", "stdout"}},
	"quiet":    {Kind: Truth},
	"values":   {Kind: Map, Item: &Shape{Kind: Text}},
	"words":    {Kind: List, Item: &Shape{Kind: Text}},
	"globs":    {Kind: List, Refusal: "not here"},
	"proxy":    {Kind: Object, Fields: Shapes{"host": {Kind: Text, Required: true}}},
}

func TestCheckNamesEveryFault(t *testing.T) {
	type object = map[string]any
	cases := map[string]struct {
		inputs object
		faults []string
	}{
		"good":                   {object{"host": "a"}, nil},
		"nothing given":          {object{}, []string{"host: it is required, but missing"}},
		"null given":             {object{"host": nil}, []string{"host: it is required, but missing"}},
		"a secret null":          {object{"host": "a", "password": secret(nil), "values": object{"A": nil}}, nil},
		"a number as text":       {object{"host": 1}, []string{"host: it must be a string, not 1"}},
		"a text as number":       {object{"host": "a", "port": "22"}, []string{`port: it must be a number, not "22"`}},
		"half a try":             {object{"host": "a", "tries": 1.5}, []string{"tries: it must be a whole number, not 1.5"}},
		"minus one":              {object{"host": "a", "tries": -1}, nil},
		"a secret is not shown":  {object{"host": "a", "password": 123}, []string{"password: it must be a string, not the secret value given"}},
		"a marked secret":        {object{"host": secret(123)}, []string{"host: it must be a string, not the secret value given"}},
		"no such choice":         {object{"host": "a", "logging": "all"}, []string{`logging: it must be one of none, stdout, not "all"`}},
		"not true or false":      {object{"host": "a", "quiet": "yes"}, []string{`quiet: it must be true or false, not "yes"`}},
		"a list as a map":        {object{"host": "a", "values": []any{1}}, []string{"values: it must be an object, not a list"}},
		"a number in a map":      {object{"host": "a", "values": object{"A": 1, "B": "b"}}, []string{"values.A: it must be a string, not 1"}},
		"a number in a list":     {object{"host": "a", "words": []any{"a", 1}}, []string{"words[1]: it must be a string, not 1"}},
		"refused":                {object{"host": "a", "globs": []any{"*"}}, []string{"globs: not here"}},
		"inside an object":       {object{"host": "a", "proxy": object{}}, []string{"proxy.host: it is required, but missing"}},
		"misspelt inside":        {object{"host": "a", "proxy": object{"host": "a", "hots": 1}}, []string{"proxy.hots: there is no such input; the inputs are host"}},
		"a file as text":         {object{"host": file("x", "1")}, []string{"host: it must be a string, not an asset"}},
		"not known yet":          {object{"host": unknownText, "port": unknownText, "proxy": unknownText}, nil},
		"a secret not known yet": {object{"host": secret(unknownText)}, nil},
		"two faults": {object{"hots": "a"}, []string{
			"host: it is required, but missing",
			"hots: there is no such input; the inputs are globs, host, logging, password, port, proxy, quiet, tries, values, words",
		}},
	}
	for name, given := range cases {
		t.Run(name, func(t *testing.T) {
			_, failures := shapes.Check(fields(t, given.inputs))
			var faults []string
			for _, failure := range failures {
				faults = append(faults, failure.Path+": "+failure.Reason)
			}
			if !slices.Equal(faults, given.faults) {
				t.Errorf("faults are %q, not %q", faults, given.faults)
			}
		})
	}
}

func TestCheckFillsInDefaultsAndMarksSecrets(t *testing.T) {
	given := fields(t, map[string]any{"host": secret("a"), "password": "p", "tries": 0})
	checked, _ := shapes.Check(given)
	if checked.Number("port") != 22 || checked.Number("tries") != 0 {
		t.Errorf("port %v, tries %v", checked.Number("port"), checked.Number("tries"))
	}
	if !isSecret(checked["password"]) || !isSecret(checked["host"]) || isSecret(checked["port"]) {
		t.Errorf("marks are wrong: %v", checked)
	}
	if checked.Text("password") != "p" || checked.Text("host") != "a" {
		t.Errorf("values are wrong: %v", checked)
	}
}
