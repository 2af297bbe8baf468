package property

import (
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
)

// Change says what happened to one property.
type Change int

const (
	Added Change = iota
	Deleted
	Updated
)

// Differences compares two sets of fields and returns the changes by property path, such as `connection.host` or `triggers[0]`.
func Differences(before, after Fields) map[string]Change {
	changes := map[string]Change{}
	compareFields("", before, after, changes)
	return changes
}

// Equal tells whether two values are the same, secret marks included.
func Equal(left, right *structpb.Value) bool {
	changes := map[string]Change{}
	compare("value", left, right, changes)
	return len(changes) == 0
}

func compareFields(prefix string, before, after map[string]*structpb.Value, changes map[string]Change) {
	for name, value := range after {
		compare(joinName(prefix, name), before[name], value, changes)
	}
	for name, value := range before {
		if _, remains := after[name]; !remains {
			compare(joinName(prefix, name), value, nil, changes)
		}
	}
}

func compareItems(prefix string, before, after []*structpb.Value, changes map[string]Change) {
	for index := range max(len(before), len(after)) {
		path := prefix + "[" + strconv.Itoa(index) + "]"
		switch {
		case index >= len(before):
			changes[path] = Added
		case index >= len(after):
			changes[path] = Deleted
		default:
			compare(path, before[index], after[index], changes)
		}
	}
}

func compare(path string, before, after *structpb.Value, changes map[string]Change) {
	switch {
	case IsAbsent(before) && IsAbsent(after):
	case IsAbsent(before):
		changes[path] = Added
	case IsAbsent(after):
		changes[path] = Deleted
	case isSecret(before) && isSecret(after):
		compare(path, Plain(before), Plain(after), changes)
	case isSecret(before) != isSecret(after):
		// The value may be the same, but the state has to be rewritten to hide or to show it.
		changes[path] = Updated
	case assetHash(before) != "" && assetHash(after) != "":
		if signature(before) != signature(after) || assetHash(before) != assetHash(after) {
			changes[path] = Updated
		}
	case isObject(before) && isObject(after):
		compareFields(path, before.GetStructValue().GetFields(), after.GetStructValue().GetFields(), changes)
	case before.GetListValue() != nil && after.GetListValue() != nil:
		compareItems(path, before.GetListValue().GetValues(), after.GetListValue().GetValues(), changes)
	case !proto.Equal(before, after):
		changes[path] = Updated
	}
}

// isObject leaves out assets and references, which change as a whole.
func isObject(value *structpb.Value) bool {
	return value.GetStructValue() != nil && signature(value) == ""
}

func joinName(prefix, name string) string {
	if name == "" || strings.ContainsAny(name, ` ."[]`) {
		return prefix + "[" + strconv.Quote(name) + "]"
	}
	if prefix == "" {
		return name
	}
	return prefix + "." + name
}
