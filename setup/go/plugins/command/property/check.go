package property

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/types/known/structpb"
)

// Failure names an input that cannot be used and says why.
type Failure struct {
	Path   string
	Reason string
}

// Check fills in defaults, marks secrets and returns everything that is wrong with the inputs.
func (shapes Shapes) Check(fields Fields) (Fields, []Failure) {
	return shapes.check("", fields)
}

func (shapes Shapes) check(prefix string, fields Fields) (Fields, []Failure) {
	checked := Fields{}
	var failures []Failure
	for name, value := range fields {
		shape, isKnown := shapes[name]
		if !isKnown {
			reason := "there is no such input; the inputs are " + strings.Join(shapes.names(), ", ")
			failures = append(failures, Failure{joinName(prefix, name), reason})
			continue
		}
		checkedValue, problems := shape.check(joinName(prefix, name), value)
		checked[name] = checkedValue
		failures = append(failures, problems...)
	}
	for name, shape := range shapes {
		if fields.Has(name) {
			continue
		}
		if shape.Required {
			failures = append(failures, Failure{joinName(prefix, name), "it is required, but missing"})
		}
		if value := shape.defaultValue(); value != nil {
			checked[name] = value
		}
	}
	slices.SortFunc(failures, func(left, right Failure) int { return strings.Compare(left.Path, right.Path) })
	return checked, failures
}

func (shape Shape) check(path string, value *structpb.Value) (*structpb.Value, []Failure) {
	plain := Plain(value)
	checked := plain
	var failures []Failure
	switch {
	case shape.Refusal != "":
		failures = []Failure{{path, shape.Refusal}}
	case IsUnknown(plain):
	case !shape.allows(plain):
		failures = []Failure{{path, fmt.Sprintf("it must be %s, not %s", shape.description(), describe(plain, isSecret(value) || shape.Secret))}}
	case shape.Kind == Object:
		var fields Fields
		fields, failures = shape.Fields.check(path, FromStruct(plain.GetStructValue()))
		checked = structpb.NewStructValue(fields.Struct())
	case shape.Kind == Map:
		for name, item := range FromStruct(plain.GetStructValue()) {
			_, problems := shape.Item.check(joinName(path, name), item)
			failures = append(failures, problems...)
		}
	case shape.Kind == List && shape.Item != nil:
		for index, item := range plain.GetListValue().GetValues() {
			_, problems := shape.Item.check(path+"["+strconv.Itoa(index)+"]", item)
			failures = append(failures, problems...)
		}
	}
	if shape.Secret || isSecret(value) {
		checked = Secret(checked)
	}
	return checked, failures
}

func (shape Shape) allows(value *structpb.Value) bool {
	switch shape.Kind {
	case Text:
		text, isText := value.GetKind().(*structpb.Value_StringValue)
		return isText && (shape.Choices == nil || slices.Contains(shape.Choices, text.StringValue))
	case Number, Integer:
		number, isNumber := value.GetKind().(*structpb.Value_NumberValue)
		return isNumber && (shape.Kind == Number || number.NumberValue == math.Trunc(number.NumberValue))
	case Truth:
		_, isTruth := value.GetKind().(*structpb.Value_BoolValue)
		return isTruth
	case List:
		return value.GetListValue() != nil
	case Object, Map:
		return isObject(value)
	}
	return true
}

func (shape Shape) defaultValue() *structpb.Value {
	if shape.DefaultText != "" {
		return structpb.NewStringValue(shape.DefaultText)
	}
	if shape.Default != 0 {
		return structpb.NewNumberValue(shape.Default)
	}
	return nil
}

func (shapes Shapes) names() []string {
	names := []string{}
	for name := range shapes {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (shape Shape) description() string {
	switch shape.Kind {
	case Text:
		if shape.Choices != nil {
			return "one of " + strings.Join(shape.Choices, ", ")
		}
		return "a string"
	case Number:
		return "a number"
	case Integer:
		return "a whole number"
	case Truth:
		return "true or false"
	case List:
		return "a list"
	}
	return "an object"
}

func describe(value *structpb.Value, secret bool) string {
	switch {
	case secret:
		return "the secret value given"
	case isAsset(value):
		return "an asset"
	case value.GetListValue() != nil:
		return "a list"
	case value.GetStructValue() != nil:
		return "an object"
	}
	return fmt.Sprintf("%#v", value.AsInterface())
}
