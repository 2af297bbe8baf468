package property

import (
	"maps"

	"google.golang.org/protobuf/types/known/structpb"
)

// Fields are the named values of a resource or of an object inside it.
// The readers below see through secret marks and answer an absent value with the zero value.
type Fields map[string]*structpb.Value

// FromStruct reads the fields that the engine sent, without the engine's own ones.
func FromStruct(message *structpb.Struct) Fields {
	fields := Fields{}
	for name, value := range message.GetFields() {
		if !IsAbsent(Plain(value)) && !isInternal(name) {
			fields[name] = value
		}
	}
	return fields
}

// Struct returns the fields in the form the engine expects.
func (fields Fields) Struct() *structpb.Struct { return &structpb.Struct{Fields: fields} }

// With returns a copy of the fields in which one has the given value.
func (fields Fields) With(name string, value *structpb.Value) Fields {
	copied := maps.Clone(fields)
	copied[name] = value
	return copied
}

func (fields Fields) Has(name string) bool { return !IsAbsent(Plain(fields[name])) }

func (fields Fields) Text(name string) string { return Plain(fields[name]).GetStringValue() }

func (fields Fields) Number(name string) float64 { return Plain(fields[name]).GetNumberValue() }

func (fields Fields) Truth(name string) bool { return Plain(fields[name]).GetBoolValue() }

func (fields Fields) Object(name string) Fields {
	return FromStruct(Plain(fields[name]).GetStructValue())
}

func (fields Fields) Texts(name string) []string {
	var texts []string
	for _, item := range Plain(fields[name]).GetListValue().GetValues() {
		texts = append(texts, Plain(item).GetStringValue())
	}
	return texts
}

func (fields Fields) TextByName(name string) map[string]string {
	texts := map[string]string{}
	for key, value := range Plain(fields[name]).GetStructValue().GetFields() {
		texts[key] = Plain(value).GetStringValue()
	}
	return texts
}

func isInternal(name string) bool {
	return name == "version" || (len(name) > 1 && name[:2] == "__")
}
