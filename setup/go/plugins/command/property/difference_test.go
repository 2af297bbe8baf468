package property

import (
	"maps"
	"testing"

	"google.golang.org/protobuf/types/known/structpb"
)

func fields(t *testing.T, content map[string]any) Fields {
	t.Helper()
	message, err := structpb.NewStruct(content)
	if err != nil {
		t.Fatal(err)
	}
	return FromStruct(message)
}

func secret(value any) map[string]any {
	return map[string]any{signatureKey: secretSignature, "value": value}
}

func file(path, hash string) map[string]any {
	return map[string]any{signatureKey: assetSignature, "path": path, "hash": hash}
}

func TestDifferencesNameTheExactPath(t *testing.T) {
	type object = map[string]any
	type list = []any
	cases := map[string]struct {
		before, after object
		changes       map[string]Change
	}{
		"nothing":               {object{"a": "1"}, object{"a": "1"}, map[string]Change{}},
		"another text":          {object{"a": "1"}, object{"a": "2"}, map[string]Change{"a": Updated}},
		"another type":          {object{"a": "1"}, object{"a": 1}, map[string]Change{"a": Updated}},
		"new":                   {object{}, object{"a": "1"}, map[string]Change{"a": Added}},
		"gone":                  {object{"a": "1"}, object{}, map[string]Change{"a": Deleted}},
		"null is gone":          {object{"a": "1"}, object{"a": nil}, map[string]Change{"a": Deleted}},
		"inside an object":      {object{"a": object{"b": 1}}, object{"a": object{"b": 2}}, map[string]Change{"a.b": Updated}},
		"a name with a dot":     {object{"a": object{"b.c": 1}}, object{"a": object{}}, map[string]Change{`a["b.c"]`: Deleted}},
		"inside a list":         {object{"a": list{1, 2}}, object{"a": list{1, 3}}, map[string]Change{"a[1]": Updated}},
		"longer list":           {object{"a": list{1}}, object{"a": list{1, 2}}, map[string]Change{"a[1]": Added}},
		"shorter list":          {object{"a": list{1, 2}}, object{"a": list{1}}, map[string]Change{"a[1]": Deleted}},
		"same secret":           {object{"a": secret("x")}, object{"a": secret("x")}, map[string]Change{}},
		"inside a secret":       {object{"a": secret(object{"b": 1})}, object{"a": secret(object{"b": 2})}, map[string]Change{"a.b": Updated}},
		"secret now":            {object{"a": "x"}, object{"a": secret("x")}, map[string]Change{"a": Updated}},
		"no secret any more":    {object{"a": secret("x")}, object{"a": "x"}, map[string]Change{"a": Updated}},
		"same file, other path": {object{"a": file("x", "1")}, object{"a": file("y", "1")}, map[string]Change{}},
		"other file, same path": {object{"a": file("x", "1")}, object{"a": file("x", "2")}, map[string]Change{"a": Updated}},
		"unknown":               {object{"a": "x"}, object{"a": unknownText}, map[string]Change{"a": Updated}},
	}
	for name, given := range cases {
		t.Run(name, func(t *testing.T) {
			changes := Differences(fields(t, given.before), fields(t, given.after))
			if !maps.Equal(changes, given.changes) {
				t.Errorf("changes are %v, not %v", changes, given.changes)
			}
		})
	}
}

func TestTheEnginesOwnFieldsAreNoInputs(t *testing.T) {
	read := fields(t, map[string]any{"version": "1", "__defaults": []any{}, "_own": 1, "a": nil})
	if len(read) != 1 || !read.Has("_own") {
		t.Errorf("read %v", read)
	}
}
